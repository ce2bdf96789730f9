import type { Heard } from '../../conversation/turn.ts';
import { Refusal } from '../channel.ts';
import type { ActionsRequest, Scene } from './actions-request.ts';
import { fold } from './fold.ts';
import { collectSlots } from './slots.ts';

export type Hear = (request: ActionsRequest) => Heard | undefined;

/** What a name means. `anytime`: also while a form is being filled, when nothing may be acted on. */
type Meaning = { readonly hears: Hear; readonly anytime?: boolean };

/** Any intent's slots, by intent id: the part of the scripts that this channel reads. */
export type Forms = ReadonlyMap<
  string,
  {
    readonly slots: Readonly<
      Record<string, { readonly type: string; readonly ask?: string | undefined }>
    >;
  }
>;

const maxSaid = 1_000;
const words: Hear = (request) => ({ kind: 'words', text: toSaid(request) });
const smalltalk =
  (name: string): Hear =>
  () => ({ kind: 'intent', intent: `smalltalk/${name}`, slots: {} });
const nothing: Hear = () => undefined;

/** Handlers and intents that are no deeds: Google's own, and the names that projects commonly give. */
const events: readonly (Meaning & { readonly names: readonly string[] })[] = [
  { names: ['actions.intent.MAIN', 'welcome'], hears: smalltalk('greet') },
  { names: ['actions.intent.CANCEL', 'cancel'], hears: smalltalk('goodbye'), anytime: true },
  {
    names: ['actions.intent.NO_INPUT_1', 'actions.intent.NO_INPUT_2'],
    hears: () => ({ kind: 'silence' }),
    anytime: true,
  },
  {
    names: ['actions.intent.NO_INPUT_FINAL'],
    hears: () => ({ kind: 'silence', last: true }),
    anytime: true,
  },
  {
    names: [
      'actions.intent.NO_MATCH_1',
      'actions.intent.NO_MATCH_2',
      'actions.intent.NO_MATCH_FINAL',
    ],
    hears: words,
    anytime: true,
  },
  {
    names: ['words', 'text', 'free_text', 'any', 'catch_all', 'fallback', 'actions.intent.TEXT'],
    hears: words,
  },
  { names: ['yes', 'confirm', 'actions.intent.YES'], hears: () => ({ kind: 'yes' }) },
  { names: ['no', 'deny', 'actions.intent.NO'], hears: () => ({ kind: 'no' }), anytime: true },
  {
    names: [
      'actions.handler.HEALTH_CHECK',
      'actions.intent.MEDIA_STATUS_FINISHED',
      'actions.intent.MEDIA_STATUS_PAUSED',
      'actions.intent.MEDIA_STATUS_STOPPED',
      'actions.intent.MEDIA_STATUS_FAILED',
    ],
    hears: nothing,
  },
];

/**
 * What a request says, from its handler's name, or else its intent's name, or else the words spoken; nothing
 * where nothing was said to us. A form that Google is still filling is never acted on. Throws a `Refusal` where
 * neither a name nor any words mean something.
 */
export function createHear(forms: Forms): Hear {
  const meanings = new Map<string, Meaning>();
  const know = (name: string, meaning: Meaning): void => {
    if (meanings.has(fold(name)))
      throw new Error(`Two handlers would be called ${name}: rename the intent.`);
    meanings.set(fold(name), meaning);
  };
  for (const { names, ...meaning } of events) for (const name of names) know(name, meaning);
  for (const [intent, { slots }] of forms) {
    const hears: Hear = (request) => ({
      kind: 'intent',
      intent,
      slots: collectSlots(request, Object.keys(slots)),
    });
    know(intent, { hears, anytime: intent.startsWith('smalltalk/') });
  }

  return (request) => {
    const { handler, intent, scene } = request;
    const meaning = meanings.get(fold(handler.name)) ?? meanings.get(fold(intent.name));
    if (isCheck(handler.name) || (isOpen(scene) && !meaning?.anytime)) return undefined;
    if (!meaning && toQuery(request) === '') throw unknown(request);
    return (meaning?.hears ?? words)(request);
  };
}

/** A name that means nothing, and no words that could be understood instead. */
function unknown({ handler, intent }: ActionsRequest): Refusal {
  const [field, name] =
    handler.name === '' ? ['intent.name', intent.name] : ['handler.name', handler.name];
  const shown = name.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ').slice(0, 80);
  return new Refusal(400, {
    error: `Nothing here is called "${shown}", and the request has no words to understand instead.`,
    field,
    remedy: 'Name an intent of ours, for instance "nomad_run_job", or send the query.',
  });
}

/** `onSlotUpdated` handlers check a value; by the name that everyone gives them they never act. */
function isCheck(handler: string): boolean {
  return /^validat|validat(?:e|ion)$/.test(fold(handler));
}

function isOpen({ slotFillingStatus, slots }: Scene): boolean {
  if (slotFillingStatus === 'INITIALIZED') return Object.keys(slots).length > 0;
  return slotFillingStatus === 'COLLECTING';
}

/** The whole utterance, or the parameter that caught it; nobody speaks a thousand characters in a breath. */
function toSaid(request: ActionsRequest): string {
  const said = toQuery(request);
  return said.length > maxSaid ? '' : said;
}

function toQuery(request: ActionsRequest): string {
  const { text, any } = collectSlots(request, ['text', 'any']);
  return request.intent.query.trim() || `${text ?? any ?? ''}`;
}
