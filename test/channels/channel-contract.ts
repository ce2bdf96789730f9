import type { Express } from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import type { Converse } from '../../src/conversation/converse.ts';
import { createRecorder, tell } from './recorder.ts';

/** What the shared suite needs to know about a channel: how to mount it, how to speak to it, how to listen. */
export type ChannelUnderTest = {
  readonly name: string;
  readonly path: string;
  readonly deadlineMs: number;
  readonly mount: (converse: Converse) => Express;
  /** The body that carries these words. */
  readonly say: (session: string, text: string) => object;
  readonly listen: (body: unknown) => { readonly speech: string; readonly ended: boolean };
};

/** The claims that every channel over HTTP keeps. */
export function describeChannel(channel: ChannelUnderTest): void {
  const { name, path, mount, say, listen, deadlineMs } = channel;
  const post = (converse: Converse, body: object) => request(mount(converse)).post(path).send(body);

  describe(`the ${name} channel, as any channel`, () => {
    it('makes a turn of what was said, and speaks the reply', async () => {
      const { converse, turns } = createRecorder();
      const { body } = await post(converse, say('one', 'deploy nomad')).expect(200);
      expect(turns).toMatchObject([
        { session: 'one', channel: name, heard: { kind: 'words', text: 'deploy nomad' } },
      ]);
      expect(listen(body)).toEqual({ speech: 'Heard: deploy nomad', ended: false });
    });

    it('gives two deliveries two turn ids', async () => {
      const { converse, turns } = createRecorder();
      await post(converse, say('one', 'again'));
      await post(converse, say('one', 'again'));
      expect(new Set(turns.map(({ id }) => id)).size).toBe(2);
    });

    it('goes on listening after a question, and stops after a goodbye', async () => {
      const ask = createRecorder(() => tell('How many?', { kind: 'ask', expects: 'answer' }));
      const asked = await post(ask.converse, say('one', 'run the ping job'));
      expect(listen(asked.body)).toEqual({ speech: 'How many?', ended: false });
      const end = createRecorder(() => tell('Goodbye.', { kind: 'end' }));
      const ended = await post(end.converse, say('one', 'goodbye'));
      expect(listen(ended.body)).toEqual({ speech: 'Goodbye.', ended: true });
    });

    it('speaks before its deadline when the conversation does not', async () => {
      const never = createRecorder(() => new Promise(() => {}));
      const began = performance.now();
      const { body } = await post(never.converse, say('one', 'deploy nomad')).expect(200);
      expect(listen(body).speech).toMatch(/longer than it should/);
      expect(performance.now() - began).toBeLessThan(deadlineMs + 1_000);
    });

    it('keeps what goes wrong to itself', async () => {
      const failing = createRecorder(() =>
        Promise.reject(new Error('token s3cret in /etc/path.ts')),
      );
      const { text } = await post(failing.converse, say('one', 'deploy nomad'));
      expect(text).not.toMatch(/s3cret|path\.ts|Error|at /);
    });

    it.each([
      ['malformed JSON', '{"a":', 'application/json', 400],
      ['a body that is no object', '[1]', 'application/json', 400],
      ['an empty body', '', 'application/json', 400],
      ['another content type', 'a=b', 'application/x-www-form-urlencoded', 415],
      ['a body of a megabyte', JSON.stringify({ a: 'x'.repeat(1e6) }), 'application/json', 413],
    ])('refuses %s with a field and a remedy', async (_what, raw, type, status) => {
      const { converse, turns } = createRecorder();
      const { body } = await request(mount(converse))
        .post(path)
        .set('content-type', type)
        .send(raw)
        .expect(status);
      expect(body).toEqual({
        error: expect.any(String),
        field: expect.any(String),
        remedy: expect.stringMatching(/\w{4}/),
      });
      expect(turns).toEqual([]);
    });
  });
}
