import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type Announcer, createAnnouncer, type Ear } from '../../src/conversation/announcer.ts';
import { createMemory } from '../../src/conversation/memory.ts';
import { type Script, scriptSchema } from '../../src/conversation/script.ts';
import type { Reply, Turn } from '../../src/conversation/turn.ts';
import { createVoice } from '../../src/conversation/voice.ts';
import { defineIntent, type Platforms } from '../../src/intent.ts';
import { createAudit } from '../../src/policy/audit.ts';
import { createPolicy } from '../../src/policy/policy.ts';

type Setting = {
  readonly announcer: Announcer;
  readonly looks: () => number;
  readonly waiting: () => number;
  become: (state: 'not yet' | 'stuck' | 'done' | 'away') => void;
};

const script: Script = scriptSchema.parse({
  description: 'Count.',
  utterances: ['count'],
  replies: {
    'not yet': { say: ['Not yet.'] },
    stuck: { say: ['Stuck.'] },
    done: { say: ['Done.'] },
  },
  examples: [{ hear: 'count' }],
});

/** An announcer with one intent, whose answer can be set, and a way to see who still waits for changes. */
function open(): Setting {
  let state = 'not yet';
  let looks = 0;
  const waiting = new Set<() => void>();
  const intent = defineIntent({
    slots: z.object({}),
    replies: ['not yet', 'stuck', 'done'],
    risk: 'read',
    ends: ['done'],
    stalls: ['stuck'],
    async run() {
      looks += 1;
      if (state === 'away') throw new Error('the platform is away');
      return { reply: state as 'done' };
    },
  });
  const announcer = createAnnouncer({
    catalog: new Map([['test/count', { script, intent }]]),
    asides: { placed: { say: ['On {cluster}: {speech}'] } },
    memory: createMemory({ clock: Date.now }),
    voice: createVoice({ random: () => 0 }),
    policy: createPolicy({ writes: true, limits: {} }),
    audit: createAudit(() => undefined),
    platforms: () => ({}) as Platforms,
    clock: Date.now,
    log: () => undefined,
    stallMs: 300,
    changed: (ms, signal) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        waiting.add(done);
        if (signal.aborted) done();
        else signal.addEventListener('abort', done);
      }),
  });
  return {
    announcer,
    looks: () => looks,
    waiting: () => waiting.size,
    become(next) {
      state = next;
      for (const wake of waiting) wake();
    },
  };
}

const speaker = (id: string, role: Turn['speaker']['role'] = 'operator') => ({ id, role });
const turn = (session: string, by = 'me'): Turn => ({
  id: session,
  session,
  channel: 'http',
  speaker: speaker(by),
  locale: 'en-US',
  heard: { kind: 'silence' },
});
const later = { intent: 'test/count', slots: {} };

function ear(): Ear & { readonly heard: string[]; ended: boolean } {
  const heard: string[] = [];
  const self = {
    heard,
    ended: false,
    tell: ({ speech }: Reply) => void heard.push(speech),
    end: () => void (self.ended = true),
  };
  return self;
}

test('looks once for however many sessions wait, and tells each', async () => {
  const { announcer, looks, become, waiting } = open();
  const ears = Array.from({ length: 50 }, (_none, at) => {
    const mine = ear();
    announcer.listen({ channel: 'http', session: `s${at}`, speaker: speaker('me') }, mine);
    announcer.expect(turn(`s${at}`), later);
    return mine;
  });
  await vi.waitFor(() => expect(looks()).toBe(1));
  expect(waiting()).toBe(1);
  become('done');
  await vi.waitFor(() => expect(ears.every(({ heard }) => heard.join() === 'Done.')).toBe(true));
  expect(looks()).toBe(2);
  expect(waiting()).toBe(0);
});

test('watches nothing while nobody listens, and stops when the last one leaves', async () => {
  const { announcer, looks, waiting } = open();
  announcer.expect(turn('s'), later);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(looks()).toBe(0);
  const place = { channel: 'http', session: 's', speaker: speaker('me') };
  const leave = [announcer.listen(place, ear()), announcer.listen(place, ear())];
  await vi.waitFor(() => expect(waiting()).toBe(1));
  leave[0]?.();
  expect(waiting()).toBe(1);
  leave[1]?.();
  expect(waiting()).toBe(0);
  const back = ear();
  announcer.listen(place, back);
  await vi.waitFor(() => expect(waiting()).toBe(1));
  announcer.close();
  expect(waiting()).toBe(0);
  expect(back.ended).toBe(true);
});

test('tells a stall once it lasts, keeps on, and gets over a platform that is away', async () => {
  const { announcer, become } = open();
  const mine = ear();
  announcer.listen({ channel: 'http', session: 's', speaker: speaker('me') }, mine);
  announcer.expect(turn('s'), later);
  become('stuck');
  await vi.waitFor(() => {
    become('stuck');
    expect(mine.heard).toEqual(['Stuck.']);
  }, 5_000);
  become('away');
  await new Promise((resolve) => setTimeout(resolve, 500));
  become('done');
  await vi.waitFor(() => expect(mine.heard).toEqual(['Stuck.', 'Done.']), 5_000);
});

test('tells nobody what another one has ordered, but an admin', async () => {
  const { announcer, become } = open();
  const [mine, yours, boss] = [ear(), ear(), ear()];
  const place = { channel: 'http', session: 's' };
  announcer.listen({ ...place, speaker: speaker('me') }, mine);
  announcer.listen({ ...place, speaker: speaker('you') }, yours);
  announcer.listen({ ...place, speaker: speaker('boss', 'admin') }, boss);
  become('done');
  announcer.expect(turn('s'), later);
  await vi.waitFor(() => expect([mine.heard, boss.heard]).toEqual([['Done.'], ['Done.']]));
  expect(yours.heard).toEqual([]);
});
