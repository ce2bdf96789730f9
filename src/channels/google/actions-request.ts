import { z } from 'zod';
import { Refusal } from '../channel.ts';
import { wordIssue } from '../word-issue.ts';

const word = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const params = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => value ?? {});

/** Google leaves sections out, and sends some as null. */
const section = <S extends z.ZodRawShape>(shape: S) =>
  z.preprocess((value) => value ?? {}, z.object(shape)).prefault({});

const slot = z.looseObject({
  mode: z.string().optional(),
  status: z.string().optional(),
  value: z.unknown().optional(),
});

/**
 * The part of a Conversational Actions request that means something here. What decides a turn must have the
 * right type; what is only echoed or shown (user, home, device) is replaced by nothing when it has not.
 * https://developers.google.com/assistant/conversational/reference/rest/v1/TopLevel/fulfill
 */
const actionsRequest = z.object({
  handler: section({ name: word }),
  intent: section({ name: word, query: word, params }),
  scene: section({
    name: word,
    slotFillingStatus: word,
    slots: z
      .record(z.string(), slot)
      .nullish()
      .transform((value) => value ?? {}),
    next: section({ name: word }),
  }),
  session: section({ id: word, params, languageCode: word }),
  user: section({ locale: word.catch(''), params: params.catch({}) }).catch({
    locale: '',
    params: {},
  }),
  home: section({ params: params.catch({}) }).catch({ params: {} }),
  device: section({ capabilities: z.array(z.unknown()).catch([]) }).catch({ capabilities: [] }),
});

export type ActionsRequest = z.infer<typeof actionsRequest>;
export type Scene = ActionsRequest['scene'];

export function parseActionsRequest(body: unknown): ActionsRequest {
  const parsed = actionsRequest.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = (issue?.path.join('.') ?? 'body').slice(0, 80);
    const error = issue ? wordIssue(issue, field) : 'A field has the wrong type.';
    throw new Refusal(400, {
      error,
      field,
      remedy: 'Send it so, as Google does, or leave it out.',
    });
  }
  const { handler, intent } = parsed.data;
  if (handler.name === '' && intent.name === '' && intent.query === '')
    throw new Refusal(400, {
      error: 'Nothing says what this request is about.',
      field: 'handler.name',
      remedy: 'Name the handler, for instance "nomad_run_job", or send an intent with a query.',
    });
  return parsed.data;
}
