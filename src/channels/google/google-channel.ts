import { createHash } from 'node:crypto';
import type { ReadSlot } from '../../conversation/recognition.ts';
import type { Reply, Speaker, Turn } from '../../conversation/turn.ts';
import type { Channel } from '../channel.ts';
import type { ActionsRequest, Scene } from './actions-request.ts';
import { createFormCheck } from './form.ts';
import { type Forms, createHear } from './hear.ts';
import { type Prompt, toPrompt } from './prompt.ts';

/** The library calls this scene `actions.page.END_CONVERSATION`, which ends nothing. */
export const endScene = 'actions.scene.END_CONVERSATION';

/** One request that was let in. `turnId` is the same when Google sends the same request again. */
export type Delivery = { readonly turnId: string; readonly request: ActionsRequest };

export type GoogleChannelOptions = {
  readonly forms: Forms;
  readonly readSlot: ReadSlot;
  /** Who speaks: the protocol proves the caller to be Google, and tells no person apart. */
  readonly speaker: Speaker;
  /** Who sees a device's screen: the one at this machine, or whoever is in the room. */
  readonly screen: NonNullable<Turn['screen']>;
  readonly deadlineMs?: number;
};

/** Conversational Actions: turns of parsed webhook requests, webhook responses of replies. */
export function createGoogleChannel(options: GoogleChannelOptions): Channel<Delivery> {
  const { forms, readSlot, speaker, screen, deadlineMs = 8_000 } = options;
  const hear = createHear(forms);
  const checkForm = createFormCheck(forms, readSlot);

  return {
    name: 'google',
    deadlineMs,
    async read(delivery) {
      const { turnId: id, request } = delivery;
      const heard = hear(request);
      if (!heard) return undefined;
      const [session, locale] = [toSession(delivery), toLocale(request)];
      const turn = { id, session, channel: 'google', speaker, locale, heard };
      return hasScreen(request) ? { ...turn, screen } : turn;
    },
    write(reply, delivery) {
      const { scene } = delivery.request;
      if (reply) {
        const prompt = toPrompt(reply, hasScreen(delivery.request));
        return toResponse(delivery, prompt, { ...scene, next: { name: toNext(reply, scene) } });
      }
      if (Object.keys(scene.slots).length === 0) return {};
      const { slots, question } = checkForm(scene);
      return toResponse(delivery, toPrompt(again(question), false), { ...scene, slots });
    },
  };
}

function hasScreen({ device }: ActionsRequest): boolean {
  return device.capabilities.includes('RICH_RESPONSE');
}

function again(question = ''): Reply {
  return { kind: 'ask', speech: question, text: question };
}

/** Where the conversation goes: a question must not be asked into a scene that Google is about to close. */
function toNext({ kind }: Reply, { next }: Scene): string {
  if (kind === 'end') return endScene;
  return kind === 'ask' && next.name === endScene ? '' : next.name;
}

/** Echoes what Google wants back, without empty fields and without the tokens that its library leaves there. */
function toResponse(delivery: Delivery, prompt: Prompt, scene: Scene): object {
  const { request } = delivery;
  const { bearerToken: _token, tokenPayload: _payload, ...params } = request.user.params;
  const { locale } = request.user;
  const echo = {
    ...(scene.name !== '' && { name: scene.name }),
    ...(scene.slotFillingStatus !== '' && { slotFillingStatus: scene.slotFillingStatus }),
    ...(Object.keys(scene.slots).length > 0 && { slots: scene.slots }),
    ...(scene.next.name !== '' && { next: scene.next }),
  };
  return {
    session: { id: toSession(delivery), params: request.session.params },
    prompt,
    ...(Object.keys(echo).length > 0 && { scene: echo }),
    user: { ...(locale !== '' && { locale }), params },
    home: request.home,
  };
}

function toSession({ turnId, request }: Delivery): string {
  const { id } = request.session;
  if (id === '') return turnId;
  return id.length <= 256 ? id : createHash('sha256').update(id).digest('hex');
}

function toLocale({ user, session }: ActionsRequest): string {
  const given = user.locale || session.languageCode;
  return /^[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,3}$/i.test(given) ? given : 'en-US';
}
