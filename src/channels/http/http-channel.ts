import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Catalog } from '../../conversation/catalog.ts';
import type { Heard, Reply, Speaker } from '../../conversation/turn.ts';
import { type Channel, Refusal } from '../channel.ts';
import { wordIssue } from '../word-issue.ts';

export type Delivery = {
  readonly body: unknown;
  /** The caller's own id of this delivery, from the header `idempotency-key`. */
  readonly key?: string | undefined;
  readonly speaker: Speaker;
};

const id = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, 'It has control characters');

const turnSchema = z
  .strictObject({
    session: id,
    id: id.optional(),
    text: z.string().max(1_000).optional(),
    intent: id.optional(),
    slots: z.record(z.string(), z.union([z.string().max(200), z.number()])).default({}),
    locale: z.string().max(35).default('en-US'),
  })
  .refine(({ text, intent }) => (text === undefined) !== (intent === undefined), {
    path: ['text'],
    error: 'Give either text or intent',
  })
  .refine(({ text, slots }) => text === undefined || Object.keys(slots).length === 0, {
    path: ['slots'],
    error: 'Slots belong to an intent, and not to text',
  });

const keySchema = z.object({ 'idempotency-key': id.optional() });

/** Plain HTTP: `{session, text}` or `{session, intent, slots}` in, what is said and what was understood out. */
export function createHttpChannel(catalog: Catalog): Channel<Delivery> {
  return {
    name: 'http',
    deadlineMs: 8_000,
    async read({ body, key, speaker }) {
      const { session, locale, ...turn } = parseTurn(body);
      const remedy = 'Send at most 200 characters, the same again for the same delivery.';
      parseBody(keySchema, { 'idempotency-key': key }, remedy);
      const heard = toHeard(turn, catalog);
      return {
        id: turn.id ?? key ?? randomUUID(),
        session,
        channel: 'http',
        speaker,
        locale,
        heard,
        screen: 'own',
      };
    },
    write: (reply) => (reply ? toBody(reply) : {}),
  };
}

/** Checks a body against a schema; the refusal names the field that is wrong. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown, remedy: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const unknownKey = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = [...(issue?.path ?? []), unknownKey].filter((part) => part !== undefined).join('.');
  const name = field.slice(0, 80) || 'body';
  throw new Refusal(400, { error: issue ? wordIssue(issue, name) : '', field: name, remedy });
}

function parseTurn(body: unknown): z.infer<typeof turnSchema> {
  return parseBody(
    turnSchema,
    body,
    'Send JSON like {"session": "me", "text": "how is nomad"} or {"session": "me", "intent": "stack/status", "slots": {"component": "nomad"}}.',
  );
}

function toHeard(
  { text, intent, slots }: Pick<z.infer<typeof turnSchema>, 'text' | 'intent' | 'slots'>,
  catalog: Catalog,
): Heard {
  if (intent === undefined) return text?.trim() ? { kind: 'words', text } : { kind: 'silence' };
  const entry = catalog.get(intent);
  if (!entry) {
    const remedy = `Use one of: ${[...catalog.keys()].join(', ')}.`;
    throw new Refusal(400, { error: `There is no intent ${intent}.`, field: 'intent', remedy });
  }
  const known = Object.keys(entry.script.slots);
  const stray = Object.keys(slots).find((slot) => !known.includes(slot));
  if (stray !== undefined) {
    const remedy = known.length > 0 ? `Its slots: ${known.join(', ')}.` : 'It takes no slots.';
    const error = `${intent} has no slot ${stray}.`;
    throw new Refusal(400, { error, field: `slots.${stray}`, remedy });
  }
  return { kind: 'intent', intent, slots };
}

/** A reply as this channel writes it. */
export function toBody(reply: Reply): object {
  const { kind, speech, text, expects, intent, slots, run, suggestions, display } = reply;
  return {
    speech,
    text,
    expects: expects ?? null,
    end: kind === 'end',
    intent: intent ?? null,
    slots: slots ?? {},
    ...(run !== undefined && { run }),
    suggestions: suggestions ?? [],
    ...(display && { display }),
  };
}
