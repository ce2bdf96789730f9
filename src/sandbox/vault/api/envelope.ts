import { toTime, uuid, type World } from '../world.ts';
import type { State } from '../core/state.ts';
import type { Call } from './call.ts';
import type { Answer } from './route.ts';

export type Sent = { readonly status: number; readonly body: unknown };

/** What goes over the wire: Vault's envelope around an answer, or a wrapping token in its place. */
export function enclose(world: World, state: State, call: Call, answer: Answer): Sent {
  if (answer === undefined) return { status: 204, body: undefined };
  if ('raw' in answer) return { status: answer.status ?? 200, body: answer.raw };
  const plain = toEnvelope(uuid(world), answer);
  if (call.wrapSeconds === undefined || call.wrapSeconds === 0) return { status: 200, body: plain };
  const wrap = state.wraps.wrap(plain, call.path, call.wrapSeconds);
  const wrap_info = {
    token: wrap.token,
    accessor: wrap.accessor,
    ttl: wrap.ttlSeconds,
    creation_time: toTime(wrap.createdAt),
    creation_path: wrap.path,
  };
  const empty = { lease_id: '', renewable: false, lease_duration: 0, data: null, auth: null };
  return { status: 200, body: { ...plain, ...empty, wrap_info } };
}

function toEnvelope(request_id: string, answer: Exclude<Answer, undefined | { raw: unknown }>) {
  const { data = null, auth = null, lease = none, warnings = null } = answer;
  const { id: lease_id, renewable, durationSeconds: lease_duration } = lease;
  return { request_id, lease_id, renewable, lease_duration, data, wrap_info: null, warnings, auth };
}

const none = { id: '', renewable: false, durationSeconds: 0 };
