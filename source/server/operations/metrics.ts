import { AggregatorRegistry, collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { MetricObjectWithValues, MetricValue } from 'prom-client';
import type { Observer } from '../http/call.ts';

/** The figures of a server for Prometheus. */
export interface Metrics {
  readonly observer: Observer;
  readonly contentType: string;
  text(): Promise<string>;
  /** The same as data, to be added up with those of other threads. */
  counts(): Promise<MetricObjectWithValues<MetricValue<string>>[]>;
}

export type MetricCounts = Awaited<ReturnType<Metrics['counts']>>;

/** Of a server that answers in several threads: their counts, and those of the process as a whole. */
export function createSum(threads: () => Promise<readonly MetricCounts[]>): Pick<Metrics, 'contentType' | 'text'> {
  const register = new Registry();
  collectDefaultMetrics({ register });
  return {
    contentType: register.contentType,
    text: async () => {
      const own = await register.getMetricsAsJSON();
      return await AggregatorRegistry.aggregate([own, ...(await threads())]).metrics();
    },
  };
}

/** Counts by route and never by path: paths are private and without number. */
export function createMetrics({ isThread = false } = {}): Metrics {
  const register = new Registry();
  if (!isThread) collectDefaultMetrics({ register });
  const requests = new Counter({
    name: 'u1file_requests_total',
    help: 'Requests answered',
    labelNames: ['route', 'method', 'status'],
    registers: [register],
  });
  const seconds = new Histogram({
    name: 'u1file_request_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['route', 'method'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers: [register],
  });
  const running = new Gauge({ name: 'u1file_requests_running', help: 'Requests under way', registers: [register] });
  return {
    contentType: register.contentType,
    text: () => register.metrics(),
    counts: () => register.getMetricsAsJSON(),
    observer: {
      started: () => running.inc(),
      ended: ({ route, method, status, duration }) => {
        running.dec();
        requests.inc({ route, method, status: String(status) });
        seconds.observe({ route, method }, duration / 1000);
      },
    },
  };
}
