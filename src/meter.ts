import type { RequestHandler } from 'express';

export type Meter = {
  /** Counts every request that goes through it, and how long its answer took. */
  readonly count: RequestHandler;
  /** Everything counted so far, in the text format of Prometheus. */
  readonly read: () => string;
};

const buckets = [0.01, 0.05, 0.1, 0.3, 1, 2.5, 10]; // seconds; a voice is to answer within 2.5
const routes = new Set([
  '/v1/turn',
  '/v1/parse',
  '/v1/platforms',
  '/healthz',
  '/readyz',
  '/metrics',
]);

/** What is counted of requests: no words, no names, and no more series than there are routes and statuses. */
export function createMeter(
  gauges: Readonly<Record<string, () => number>>,
  clock: () => number,
): Meter {
  const answered = new Map<string, number>();
  const took = new Map<string, readonly number[]>();
  const spent = new Map<string, number>();

  function add(route: string, status: number, seconds: number): void {
    const labels = `route="${route}",status="${status}"`;
    answered.set(labels, (answered.get(labels) ?? 0) + 1);
    spent.set(route, (spent.get(route) ?? 0) + seconds);
    const counts = took.get(route) ?? [...buckets, Infinity].map(() => 0);
    const within = (index: number): boolean => seconds <= (buckets[index] ?? Infinity);
    took.set(
      route,
      counts.map((count, index) => count + (within(index) ? 1 : 0)),
    );
  }

  function* lines(): Iterable<string> {
    yield '# TYPE hashinetes_requests_total counter';
    for (const [labels, count] of answered) yield `hashinetes_requests_total{${labels}} ${count}`;
    yield '# TYPE hashinetes_request_seconds histogram';
    for (const [route, counts] of took) {
      for (const [index, count] of counts.entries())
        yield `hashinetes_request_seconds_bucket{route="${route}",le="${buckets[index] ?? '+Inf'}"} ${count}`;
      yield `hashinetes_request_seconds_sum{route="${route}"} ${spent.get(route) ?? 0}`;
      yield `hashinetes_request_seconds_count{route="${route}"} ${counts.at(-1) ?? 0}`;
    }
    for (const [name, value] of Object.entries(gauges)) {
      yield `# TYPE ${name} gauge`;
      yield `${name} ${value()}`;
    }
  }

  return {
    count(request, response, next) {
      const begun = clock();
      const route = toRoute(request.path);
      response.on('finish', () => add(route, response.statusCode, (clock() - begun) / 1_000));
      next();
    },
    read: () => `${[...lines()].join('\n')}\n`,
  };
}

function toRoute(path: string): string {
  if (/^\/assistant(?:$|[:/%])/i.test(path)) return '/assistant';
  return routes.has(path) ? path : 'other';
}
