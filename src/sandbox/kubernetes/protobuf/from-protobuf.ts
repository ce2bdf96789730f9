import { unsupportedMediaType } from '../status-error.ts';
import { type Field, type Models, shapeOf, typeOf } from '../schema/models.ts';
import { numbers } from './numbers.ts';
import { bytesAt, type Part, partsOf } from './wire.ts';

const prefix = Buffer.from('k8s\0');

/** Go writes empty texts and noughts that JSON leaves out; these mean something when they are nought. */
const counts = new Set([
  'replicas',
  'parallelism',
  'completions',
  'backoffLimit',
  'minAvailable',
  'maxUnavailable',
  'maxSurge',
]);
/** And these are the same when they are false. */
const flags = new Set([
  'paused',
  'stdin',
  'stdinOnce',
  'tty',
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'publishNotReadyAddresses',
]);
const isLeftOut = (name: string, value: unknown): boolean =>
  value === undefined ||
  value === '' ||
  (value === 0 && !counts.has(name)) ||
  (value === false && flags.has(name));

/**
 * An object as kubectl sends it in protobuf since 1.32, as JSON would have it: types from the models, their numbers
 * from our table. Nothing where the bytes are not an object in this form; a 415 where a field is not in the table.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding
 */
export async function fromProtobuf(models: Models, body: Buffer): Promise<unknown> {
  if (!body.subarray(0, 4).equals(prefix)) return undefined;
  const envelope = body.subarray(4);
  const meta = bytesAt(envelope, 1) ?? Buffer.alloc(0);
  const [apiVersion, kind] = [1, 2].map((number) => String(bytesAt(meta, number) ?? ''));
  const raw = bytesAt(envelope, 2) ?? Buffer.alloc(0);
  return { apiVersion, kind, ...(await readMessage(raw, typeOf(kind ?? ''))) };

  async function readMessage(message: Buffer, type: string): Promise<Record<string, unknown>> {
    const names = numbers[type]?.split(' ');
    if (!names) throw unsupportedMediaType(notHere(type));
    const model = await models(type);
    const read: Record<string, unknown> = {};
    for (const part of partsOf(message)) {
      const name = names[part.number - 1] ?? '';
      const field = model.get(name);
      if (!field) throw unsupportedMediaType(notHere(`field ${part.number} of ${type}`));
      await add(read, name, field, part);
    }
    return read;
  }

  async function add(
    read: Record<string, unknown>,
    name: string,
    field: Field,
    { value }: Part,
  ): Promise<void> {
    const { kind: shape, of } = shapeOf(field);
    const readInner = (one: number | Buffer): Promise<unknown> =>
      readValue(one, { ...field, type: of });
    if (shape === 'list') {
      const before = Array.isArray(read[name]) ? read[name] : [];
      read[name] = [...before, await readInner(value)];
    } else if (shape === 'map') {
      const [key, one] = entryOf(value);
      read[name] = Object.assign(read[name] ?? {}, { [key]: await readInner(one) });
    } else {
      const one = await readInner(value);
      if (!isLeftOut(name, one)) read[name] = one;
    }
  }

  async function readValue(value: number | Buffer, field: Field): Promise<unknown> {
    if (typeof value === 'number') return field.type === 'boolean' ? value !== 0 : value;
    switch (field.type) {
      case 'string':
        return readText(value, field);
      case 'Date':
        return readTime(value);
      case 'IntOrString':
        return readIntOrString(value);
      default:
        return readMessage(value, field.type);
    }
  }
}

/** An entry of a map is a message of a key and a value. */
function entryOf(value: number | Buffer): readonly [string, Buffer] {
  if (typeof value === 'number') throw new RangeError('an entry of a map is a number');
  return [String(bytesAt(value, 1) ?? ''), bytesAt(value, 2) ?? Buffer.alloc(0)];
}

/** Bytes are base64 in JSON; a quantity is a message whose first field is its text. */
function readText(value: Buffer, { format, baseName }: Field): string {
  if (format === 'byte') return value.toString('base64');
  const isQuantity = baseName === 'limits' || baseName === 'requests';
  return String(isQuantity ? (bytesAt(value, 1) ?? '') : value);
}

function readTime(value: Buffer): string | undefined {
  const seconds = [...partsOf(value)].find(({ number }) => number === 1);
  return typeof seconds?.value === 'number'
    ? new Date(seconds.value * 1_000).toISOString().replace('.000Z', 'Z')
    : undefined;
}

function readIntOrString(value: Buffer): string | number {
  const parts = new Map([...partsOf(value)].map((part) => [part.number, part.value]));
  const number = parts.get(2);
  return parts.get(1) === 1 ? String(parts.get(3) ?? '') : typeof number === 'number' ? number : 0;
}

const notHere = (what: string): string =>
  `the sandbox does not read ${what} in protobuf: try kubectl … --dry-run=client -o yaml | kubectl apply -f -`;
