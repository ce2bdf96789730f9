import type { RawSlots } from '../../conversation/turn.ts';

/** What a person did in front of a device, as Google would have understood it. */
export type Said =
  | { readonly kind: 'main' }
  | { readonly kind: 'words'; readonly text: string; readonly times?: Times }
  | {
      readonly kind: 'intent';
      readonly intent: string;
      readonly slots: RawSlots;
      readonly query?: string;
    }
  | { readonly kind: 'yes' | 'no' | 'cancel' }
  | { readonly kind: 'silence'; readonly times?: Times };

/** The first, second or last time in a row that nothing was understood or said. */
export type Times = 1 | 2 | 'FINAL';

export type Device = {
  readonly session: string;
  readonly locale?: string;
  readonly screen?: boolean;
};

/** The webhook request that Google would have sent: its part, played by the simulator. */
export function toRequest(
  said: Said,
  { session, locale = 'en-US', screen = true }: Device,
): object {
  const intent = toIntent(said);
  return {
    handler: { name: intent.name },
    intent,
    scene: {
      name: said.kind === 'main' ? 'actions.scene.START_CONVERSATION' : 'Main',
      slotFillingStatus: 'UNSPECIFIED',
      slots: {},
    },
    session: { id: session, params: {}, typeOverrides: [], languageCode: '' },
    user: {
      locale,
      params: {},
      accountLinkingStatus: 'NOT_LINKED',
      verificationStatus: 'VERIFIED',
      packageEntitlements: [],
    },
    home: { params: {} },
    device: { capabilities: screen ? ['SPEECH', 'RICH_RESPONSE'] : ['SPEECH'] },
  };
}

type Matched = { readonly name: string; readonly query: string; readonly params: object };

function matched(name: string, query = '', params = {}): Matched {
  return { name, query, params };
}

function toIntent(said: Said): Matched {
  switch (said.kind) {
    case 'main':
      return matched('actions.intent.MAIN', 'talk to hashinetes');
    case 'words':
      return matched(`actions.intent.NO_MATCH_${said.times ?? 1}`, said.text);
    case 'silence':
      return matched(`actions.intent.NO_INPUT_${said.times ?? 1}`);
    case 'cancel':
      return matched('actions.intent.CANCEL', 'cancel');
    case 'yes':
    case 'no':
      return matched(said.kind, said.kind);
    case 'intent': {
      const params = Object.entries(said.slots).map(([name, value]) => [
        toActionsName(name),
        { original: String(value), resolved: value },
      ]);
      return matched(toActionsName(said.intent), said.query, Object.fromEntries(params));
    }
  }
}

/** Names in an Actions project have letters, digits and underscores: `nomad/run-job` is `nomad_run_job`. */
export function toActionsName(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9]/g, '_');
}
