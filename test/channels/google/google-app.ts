import express, { type Express } from 'express';
import type { ReadSlot } from '../../../src/conversation/recognition.ts';
import type { Forms } from '../../../src/channels/google/hear.ts';
import {
  type GoogleRouterOptions,
  createGoogleRouter,
} from '../../../src/channels/google/router.ts';

export const forms: Forms = new Map([
  ['smalltalk/greet', { slots: {} }],
  ['smalltalk/help', { slots: {} }],
  ['smalltalk/goodbye', { slots: {} }],
  ['stack/status', { slots: { component: { type: 'component' } } }],
  [
    'stack/destroy',
    {
      slots: { component: { type: 'component', ask: 'Which one?' }, 'with-data': { type: 'flag' } },
    },
  ],
  [
    'nomad/run-job',
    {
      slots: {
        job: { type: 'job', ask: 'Which job?' },
        count: { type: 'number', ask: 'How many?' },
      },
    },
  ],
]);

export const readSlot: ReadSlot = (type, raw) => {
  if (typeof raw !== 'string' && typeof raw !== 'number') return undefined;
  if (type !== 'number') return String(raw);
  return Number.isInteger(Number(raw)) && Number(raw) >= 0 ? Number(raw) : undefined;
};

export type Logged = { readonly event: string; readonly detail: Readonly<Record<string, unknown>> };

/** An Express app with the webhook alone, and what it logs. */
export function createGoogleApp(
  options: Partial<GoogleRouterOptions> & Pick<GoogleRouterOptions, 'converse'>,
): { app: Express; logged: Logged[] } {
  const logged: Logged[] = [];
  const app = express();
  app.use(
    createGoogleRouter({
      forms,
      readSlot,
      speaker: { id: 'kelsey', name: 'Kelsey', role: 'operator' },
      auth: {},
      clock: () => Date.now(),
      log: (event, detail) => void logged.push({ event, detail }),
      ...options,
    }),
  );
  return { app, logged };
}
