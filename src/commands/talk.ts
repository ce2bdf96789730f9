import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type Answer, readAnswer } from '../channels/google/answer.ts';
import { type Said, toRequest } from '../channels/google/request.ts';
import type { Config } from '../config.ts';
import { loadAsides } from '../conversation/words.ts';
import { overhear } from './overhear.ts';
import { post, reach } from './reach.ts';
import type { Print } from './serve.ts';

const invocation =
  /\b(?:talk|speak|connect me)\s+(?:to|with)\s+(?:hash|ash|hatch)|\b(?:open|start)\s+hashinetes/i;

export type TalkOptions = {
  readonly config: Config;
  readonly url?: string | undefined;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly isTerminal: boolean;
};

/**
 * A conversation in the terminal that plays Google's part too: it posts the webhook requests that Google would,
 * and outside the conversation it has nothing but results from the web. What comes to its end is told as soon as it
 * does, which Google could not do.
 */
export async function talk({ config, url, input, output, isTerminal }: TalkOptions): Promise<void> {
  const print: Print = (line) => void output.write(`${line}\n`);
  const asides = await loadAsides(new URL('../../intents/', import.meta.url));
  const reached = await reach(config, url);
  print(reached.isOwn ? `(${whereOwn(config)})` : `(Talking to ${reached.url}.)`);
  print('(Say "talk to hashinetes" first. An empty line is silence; Ctrl-D leaves.)');

  const lines = createInterface({ input, output, terminal: isTerminal, prompt: '> ' });
  const leaving = new AbortController();
  const tell = (text: string): void => {
    print(isTerminal ? `\r${text}` : text);
    if (isTerminal) lines.prompt(true);
  };
  const google = createGoogle(reached.url, asides.web.say[0] ?? '', (session) => {
    void overhear(reached.url, { channel: 'google', session }, tell, leaving.signal);
  });
  try {
    if (isTerminal) lines.prompt();
    for await (const line of lines) {
      if (!isTerminal) print(`> ${line}`);
      for (const spoken of await google(line)) print(spoken);
      if (isTerminal) lines.prompt();
    }
  } finally {
    leaving.abort();
    lines.close();
    await reached.close();
  }
}

function whereOwn({ isSandbox }: Config): string {
  return isSandbox
    ? 'This is a sandbox in this process; it ends when you leave. Nothing real is touched.'
    : 'Real platforms, from this process.';
}

/** Google's part: tells invocation from the rest, understands what it can, and hands the words on. */
function createGoogle(
  url: string,
  web: string,
  onSession: (session: string) => void,
): (line: string) => Promise<readonly string[]> {
  let session: string | undefined;
  let silences = 0;

  return async (line) => {
    if (session === undefined && !invocation.test(line)) return [web];
    const isMain = session === undefined;
    if (session === undefined) onSession((session = randomUUID()));
    silences = line.trim() === '' ? silences + 1 : 0;
    const said = isMain ? ({ kind: 'main' } as const) : await hear(url, line, silences);
    const answer = readAnswer(await post(`${url}/assistant`, toRequest(said, { session })));
    if (answer.ended) session = undefined;
    return toLines(answer);
  };
}

const parseSchema = z.object({
  intent: z.string().nullable(),
  slots: z.record(z.string(), z.unknown()),
  kind: z.string(),
});

async function hear(url: string, text: string, silences: number): Promise<Said> {
  if (text.trim() === '') {
    const times = silences === 1 || silences === 2 ? silences : silences === 3 ? 2 : 'FINAL';
    return { kind: 'silence', times };
  }
  const { intent, slots, kind } = parseSchema.parse(await post(`${url}/v1/parse`, { text }));
  if (intent !== null) return { kind: 'intent', intent, slots, query: text };
  return kind === 'yes' || kind === 'no' ? { kind } : { kind: 'words', text };
}

function toLines({ text, speech, suggestions, table, ended }: Answer): readonly string[] {
  const rows = table ? [table.columns, ...table.rows] : [];
  const widths = (table?.columns ?? []).map((_column, i) =>
    Math.max(...rows.map((row) => row[i]?.length ?? 0)),
  );
  return [
    text || speech,
    ...rows.map((row) =>
      `    ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd(),
    ),
    ...(suggestions.length > 0 && !ended ? [`    [${suggestions.join('] [')}]`] : []),
  ];
}
