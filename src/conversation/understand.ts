import type { Facts } from '../failure.ts';
import type { Pending, Session } from './memory.ts';
import type { Confirm } from './read-back.ts';
import type { Guess, Hearing, Recognition, Recognize } from './recognition.ts';
import type { Heard, RawSlots } from './turn.ts';

/** What the person wants, before anything is checked. `confirm` forces a read-back, whatever the script says. */
export type Wish =
  | {
      readonly kind: 'do';
      readonly intent: string;
      readonly slots: RawSlots;
      readonly agreed: boolean;
      readonly confirm?: Confirm;
    }
  | { readonly kind: 'declined' | 'cancelled' | 'nothing-open' | 'expired' }
  | { readonly kind: 'silence'; readonly last: boolean }
  | { readonly kind: 'unclear'; readonly pending: Pending }
  | {
      readonly kind: 'unheard' | 'negated' | 'question' | 'hypothetical';
      /** The nearest thing that could have been asked for. */
      readonly nearest?: Guess | undefined;
    };

export type Taken = { readonly pending?: Pending; readonly expired: boolean };

export type Listener = {
  readonly recognize: Recognize;
  readonly names: (list: string) => readonly string[];
};

/** Reads one thing heard in the light of the open question and of what was done last. */
export function understand(heard: Heard, taken: Taken, session: Session, tools: Listener): Wish {
  const { pending } = taken;
  switch (heard.kind) {
    case 'intent':
      return fromIntent(heard.intent, heard.slots, pending);
    case 'silence':
      return { kind: 'silence', last: heard.last ?? false };
    case 'yes':
    case 'no':
      return fromAnswer(heard.kind, taken);
    case 'words':
      return listen(heard.text, taken, session, tools);
  }
}

/** "No, fifteen" after a look at how it goes corrects what was ordered before the look. */
function listen(text: string, taken: Taken, session: Session, tools: Listener): Wish {
  const hearing = toHearing(taken.pending, session, tools.names);
  const recognition = tools.recognize(text, hearing);
  const { ordered } = session;
  if (recognition.kind === 'unknown' && !taken.pending && ordered) {
    const again = tools.recognize(text, { ...hearing, last: ordered });
    if (again.kind === 'correction') return correct(again.slots, undefined, ordered);
  }
  return fromWords(recognition, taken, session);
}

/** While a yes is awaited, what was read back is what the talk is about. */
function toHearing(
  pending: Pending | undefined,
  session: Session,
  names: Listener['names'],
): Hearing {
  if (pending?.awaits === 'yes') return { names, awaits: 'yes', last: pending };
  const awaits = pending && { intent: pending.intent, ...pending.awaits };
  return { names, ...(awaits && { awaits }), ...(session.last && { last: session.last }) };
}

function fromIntent(intent: string, slots: RawSlots, pending: Pending | undefined): Wish {
  const continues = pending?.intent === intent && pending.awaits !== 'yes';
  return {
    kind: 'do',
    intent,
    slots: continues ? { ...pending.slots, ...slots } : slots,
    agreed: false,
  };
}

function fromAnswer(answer: 'yes' | 'no', taken: Taken): Wish {
  const { pending } = taken;
  if (!pending) return nothingOpen(taken);
  if (answer === 'no') return { kind: pending.awaits === 'yes' ? 'declined' : 'cancelled' };
  if (pending.awaits !== 'yes') return { kind: 'unclear', pending };
  return { kind: 'do', intent: pending.intent, slots: pending.slots, agreed: true };
}

function fromWords(recognition: Recognition, taken: Taken, { last, asked }: Session): Wish {
  switch (recognition.kind) {
    case 'intent':
      return fromIntent(recognition.intent, recognition.slots, undefined);
    case 'propose':
      return {
        kind: 'do',
        ...toDo(recognition.guess),
        confirm: recognition.first ? 'first' : 'propose',
      };
    case 'answer':
      return taken.pending ? fill(taken.pending, recognition.slots) : { kind: 'nothing-open' };
    case 'correction':
      return correct(recognition.slots, taken.pending, last);
    case 'yes':
    case 'no':
      return fromAnswer(recognition.kind, taken);
    case 'cancel':
      return taken.pending ? { kind: 'cancelled' } : nothingOpen(taken);
    case 'repeat':
      return { kind: 'do', ...toDo({ intent: 'smalltalk/repeat', slots: {} }) };
    case 'again':
      return asked ? { kind: 'do', ...toDo(asked) } : { kind: 'unheard' };
    case 'unknown':
      return fromUnknown(recognition, taken.pending);
  }
}

/** Before the deed a correction changes what is asked about; after it, it offers the change. */
function correct(slots: Facts, pending: Pending | undefined, last: Session['last']): Wish {
  if (pending && pending.awaits !== 'yes') return fill(pending, slots);
  const said = pending ?? last;
  if (!said) return { kind: 'nothing-open' };
  const corrected = { intent: said.intent, slots: { ...said.slots, ...slots } };
  return { kind: 'do', ...toDo(corrected), confirm: 'change' };
}

function fromUnknown(
  { why, alternatives: [nearest] }: Extract<Recognition, { kind: 'unknown' }>,
  pending: Pending | undefined,
): Wish {
  if (pending) return why === 'negated' ? { kind: 'cancelled' } : { kind: 'unclear', pending };
  if (why === 'negated' || why === 'question' || why === 'hypothetical')
    return { kind: why, nearest };
  return { kind: 'unheard', nearest };
}

function nothingOpen({ expired }: Taken): Wish {
  return { kind: expired ? 'expired' : 'nothing-open' };
}

function fill(pending: Pending, slots: Facts): Wish {
  return { kind: 'do', ...toDo({ intent: pending.intent, slots: { ...pending.slots, ...slots } }) };
}

function toDo({ intent, slots }: { readonly intent: string; readonly slots: Facts }): {
  readonly intent: string;
  readonly slots: Facts;
  readonly agreed: false;
} {
  return { intent, slots, agreed: false };
}
