import type { Converse } from '../../src/conversation/converse.ts';
import type { Reply, Turn } from '../../src/conversation/turn.ts';

export type Recorder = { readonly converse: Converse; readonly turns: Turn[] };

/** A conversation that keeps what it heard and answers with what it is given. */
export function createRecorder(answer: (turn: Turn) => Reply | Promise<Reply> = toEcho): Recorder {
  const turns: Turn[] = [];
  return {
    turns,
    converse: async (turn) => {
      turns.push(turn);
      return answer(turn);
    },
  };
}

export function tell(speech: string, more: Partial<Reply> = {}): Reply {
  return { kind: 'tell', speech, text: speech, ...more };
}

function toEcho({ heard }: Turn): Reply {
  return tell(
    heard.kind === 'words' ? `Heard: ${heard.text || 'nothing'}` : `Heard: ${heard.kind}`,
  );
}
