import { expect, it } from 'vitest';
import { type Channel, Refusal, deliver } from '../../src/channels/channel.ts';
import { createRecorder } from './recorder.ts';

const channel: Channel<string> = {
  name: 'paper',
  deadlineMs: 20,
  read: async (text) =>
    text === ''
      ? undefined
      : {
          id: '1',
          session: 's',
          channel: 'paper',
          locale: 'en-US',
          speaker: { id: 'me', role: 'viewer' },
          heard: { kind: 'words', text },
        },
  write: (reply, text) => ({ to: text, says: reply?.speech ?? null }),
};

it('a delivery is read, conversed about and written', async () => {
  const { converse } = createRecorder();
  expect(await deliver(channel, converse, 'hello')).toEqual({ to: 'hello', says: 'Heard: hello' });
});

it('a delivery that says nothing is written without a conversation', async () => {
  const { converse, turns } = createRecorder();
  expect(await deliver(channel, converse, '')).toEqual({ to: '', says: null });
  expect(turns).toEqual([]);
});

it('a conversation that takes too long is spoken of in its stead', async () => {
  const { converse } = createRecorder(() => new Promise(() => {}));
  const says = 'That is taking longer than it should. Please ask me again in a moment.';
  expect(await deliver(channel, converse, 'hello')).toEqual({ to: 'hello', says });
});

it('a refusal is its three fields, and nothing of its cause', () => {
  const cause = new Error('s3cret');
  const refusal = new Refusal(
    400,
    { error: 'Not JSON.', field: 'body', remedy: 'Send JSON.' },
    { cause },
  );
  expect(JSON.parse(JSON.stringify(refusal))).toEqual({
    error: 'Not JSON.',
    field: 'body',
    remedy: 'Send JSON.',
  });
});
