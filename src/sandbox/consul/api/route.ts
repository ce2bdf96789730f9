import type * as sandbox from '../../route.ts';
import type { Call } from './call.ts';

export type { Answer } from '../../route.ts';
export type Handle = sandbox.Handle<Call>;
export type Route = sandbox.Route<Call, 'get' | 'put' | 'post' | 'delete'>;
