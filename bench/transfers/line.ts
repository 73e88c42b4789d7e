// A line of some length in a process of its own: `node line.ts PORT MILLISECONDS-EACH-WAY`; prints its port.
import { startFaultProxy } from '../../test/helpers/fault-proxy.ts';

const [port = '0', latency = '0'] = process.argv.slice(2);
const proxy = await startFaultProxy({ host: '127.0.0.1', port: Number(port) });
proxy.faults.latency = Number(latency);
console.log(proxy.port);
