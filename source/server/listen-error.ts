import { AppError, isAppError } from '../domain/app-error.ts';

/** As `Listen`. */
type Place = { readonly host: string; readonly port: number } | { readonly socketPath: string };
type Fault = readonly [why: string, hint: string];

const ANY = 'Use 127.0.0.1 for this machine alone, 0.0.0.0 or [::] for all of its addresses';
const FAULTS: ReadonlyMap<unknown, Fault> = new Map<unknown, Fault>([
  ['EADDRINUSE', ['another program listens there', 'Choose another one, or end that program']],
  ['EADDRNOTAVAIL', ['that address is none of this machine', ANY]],
  ['EAFNOSUPPORT', ['this machine has no addresses of that kind', ANY]],
  ['EINVAL', ['that address is none of this machine', ANY]],
  ['ENOTFOUND', ['nobody knows that name', ANY]],
  ['EAI_AGAIN', ['that name can not be looked up at the moment', ANY]],
]);
const ROOTS_PORTS: Fault = [
  'permission is denied, ports below 1024 are for root',
  'Choose a port of 1024 and above, or let this user have the port (CAP_NET_BIND_SERVICE)',
];
/** `sun_path` of Linux takes 107 bytes and a NUL, that of the BSDs some less. */
const LONGEST_SOCKET = 107;

/** Why nobody can listen there, as `usage`; anything else as it came. */
export function inWords(listen: Place, error: unknown): unknown {
  if (isAppError(error)) return error;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const fault = 'socketPath' in listen ? socketFault(listen.socketPath, code) : portFault(code);
  if (fault === undefined) return error;
  return new AppError('usage', `Can not listen on ${nameOf(listen)}: ${fault[0]}.`, { hint: fault[1], cause: error });
}

function portFault(code: unknown): Fault | undefined {
  return code === 'EACCES' || code === 'EPERM' ? ROOTS_PORTS : FAULTS.get(code);
}

function socketFault(path: string, code: unknown): Fault | undefined {
  if (Buffer.byteLength(path) > LONGEST_SOCKET && (code === 'EINVAL' || code === 'ENAMETOOLONG'))
    return [`the path of a socket has at most ${LONGEST_SOCKET} bytes`, 'Choose a shorter one'];
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return ['permission is denied', 'Choose a folder that this user may write to'];
  return FAULTS.get(code);
}

function nameOf(listen: Place): string {
  if ('socketPath' in listen) return listen.socketPath;
  return listen.host.includes(':') ? `[${listen.host}]:${listen.port}` : `${listen.host}:${listen.port}`;
}
