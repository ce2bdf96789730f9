import type { Logger } from 'winston';
import { Failure } from './failure.ts';
import { Secret } from './secret.ts';

export type Log = (event: string, detail?: Readonly<Record<string, unknown>>) => void;

export type LogOptions = {
  readonly level: string;
  readonly stream: NodeJS.WritableStream;
};

const mask = '[secret]';
const secretKey = /token|secret|passw|authorization|cookie|credential|private|(^|_)key$/i;
const deepest = 6;

/**
 * One JSON line an event, to the stream given. An event whose name ends in `.failed` or `.dropped` is an error, one
 * that ends in `.refused` a warning. What is secret by type or by key is masked, at any depth. winston is loaded with
 * the first event that is written down; events keep their order and their time.
 */
export function createLog({ level, stream }: LogOptions): Log {
  let logger: Promise<Logger> | undefined;
  return (event, detail = {}) => {
    const severity = severityOf(event);
    if (severities.indexOf(severity) > severities.indexOf(level)) return;
    const timestamp = new Date().toISOString();
    const entry = { ...toFields(detail), level: severity, message: event, timestamp };
    void (logger ??= open(level, stream)).then((opened) => opened.log(entry));
  };
}

async function open(level: string, stream: NodeJS.WritableStream): Promise<Logger> {
  const { default: winston } = await import('winston');
  return winston.createLogger({
    level,
    format: winston.format.json(),
    transports: [new winston.transports.Stream({ stream })],
  });
}

/** The levels, the gravest first: one that is asked for brings those before it. */
const severities: readonly string[] = ['error', 'warn', 'info', 'debug'];

function severityOf(event: string): string {
  if (/\.(failed|dropped)$/.test(event)) return 'error';
  return event.endsWith('.refused') ? 'warn' : 'info';
}

function toFields(detail: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const fields = Object.entries(detail).map(([key, value]) => [key, redact(key, value, 0)]);
  return Object.fromEntries(fields);
}

/** A copy that may be written down: secrets masked, errors as their message and cause, cycles and depth cut. */
export function redact(key: string, value: unknown, depth: number): unknown {
  if (value instanceof Secret || (secretKey.test(key) && value !== undefined)) return mask;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return '…';
  if (value instanceof Error) return describe(value, depth);
  if (Array.isArray(value)) return value.map((item) => redact('', item, depth + 1));
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    redact(name, inner, depth + 1),
  ]);
  return Object.fromEntries(entries);
}

function describe(error: Error, depth: number): object {
  const { name, message, cause, stack } = error;
  return {
    name,
    message,
    ...(error instanceof Failure && { facts: redact('', error.facts, depth + 1) }),
    ...(cause !== undefined && { cause: redact('', cause, depth + 1) }),
    ...(!(error instanceof Failure) && { at: stack?.split('\n')[1]?.trim() }),
  };
}
