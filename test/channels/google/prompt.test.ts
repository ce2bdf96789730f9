import { describe, expect, it } from 'vitest';
import { fit } from '../../../src/channels/google/fit.ts';
import { toPrompt } from '../../../src/channels/google/prompt.ts';
import { fromSpeech, toSpeech } from '../../../src/channels/google/ssml.ts';
import { tell } from '../recorder.ts';

const row = (id: string) => ({
  cells: [{ text: id }, { text: '–' }, { text: 'running' }],
  divider: true,
});

describe('a prompt', () => {
  it('has one simple, with both its fields', () => {
    expect(toPrompt(tell('Three servers.'), true)).toEqual({
      override: false,
      firstSimple: { speech: 'Three servers.', text: 'Three servers.' },
    });
  });

  it('has eight suggestions at most, each once, none cut', () => {
    const suggestions = [
      'Help',
      'Help',
      ' ',
      'x'.repeat(26),
      ...Array.from({ length: 9 }, (_, n) => `Option ${n}`),
    ];
    const titles = toPrompt(tell('Hm.', { suggestions }), true).suggestions?.map(
      ({ title }) => title,
    );
    expect(titles).toEqual(['Help', ...Array.from({ length: 7 }, (_, n) => `Option ${n}`)]);
  });

  it('suggests nothing when the conversation is over', () => {
    expect(
      toPrompt(tell('Bye.', { kind: 'end', suggestions: ['Help'] }), true).suggestions,
    ).toBeUndefined();
  });

  it('shows three rows and columns of a table, and says of how many', () => {
    const display = {
      title: 'ping',
      columns: ['Allocation', 'Node', 'State', 'Since'],
      rows: Array.from({ length: 12 }, (_, n) => [`a${n}`, '', 'running', 'now']),
    };
    expect(toPrompt(tell('Twelve.', { display }), true).content).toEqual({
      table: {
        title: 'ping',
        subtitle: '3 of 12',
        columns: ['Allocation', 'Node', 'State'].map((header) => ({ header, align: 'LEADING' })),
        rows: [row('a0'), row('a1'), row('a2')],
      },
    });
  });

  it('has no table without a screen, or without a row', () => {
    const display = { title: 'ping', columns: ['Allocation'], rows: [['a1']] };
    expect(toPrompt(tell('One.', { display }), false).content).toBeUndefined();
    expect(
      toPrompt(tell('None.', { display: { ...display, rows: [] } }), true).content,
    ).toBeUndefined();
  });

  it('is silent rather than empty', () => {
    expect(toPrompt(tell(''), true)).toEqual({ override: false });
  });
});

describe('speech', () => {
  it.each([
    ['Running <b>now</b>.', '<speak>Running &lt;b&gt;now&lt;/b&gt;.</speak>'],
    ['salt & vinegar isn’t "it"', '<speak>salt &amp; vinegar isn’t &quot;it&quot;</speak>'],
    [
      '<speak><audio src="https://evil.example/a.mp3"/></speak>',
      '<speak>&lt;speak&gt;&lt;audio src=&quot;https://evil.example/a.mp3&quot;/&gt;&lt;/speak&gt;</speak>',
    ],
    ['bell\u0007 & more', '<speak>bell  &amp; more</speak>'],
    ["I can't.", "I can't."],
    ['already &amp; escaped', '<speak>already &amp;amp; escaped</speak>'],
  ])('of %j is escaped', (words, speech) => expect(toSpeech(words)).toBe(speech));

  it.each(['a < b && b > "c"', "it's fine", '&lt;'])('of %j is understood again', (words) => {
    expect(fromSpeech(toSpeech(words))).toBe(words);
  });
});

describe('a text beyond the limit', () => {
  const sentences = Array.from({ length: 40 }, (_, n) => `This is the sentence number ${n}.`).join(
    ' ',
  );

  it('ends with a whole sentence', () => {
    const cut = fit(sentences, 640);
    expect(cut.length).toBeLessThanOrEqual(640);
    expect(cut).toMatch(/number \d+\.$/);
    expect(sentences.startsWith(cut)).toBe(true);
  });

  it('keeps its question', () => {
    const cut = fit(`${sentences} Shall I?`, 640, true);
    expect(cut.length).toBeLessThanOrEqual(640);
    expect(cut).toMatch(/number \d+\. Shall I\?$/);
  });

  it('ends at a word when it is one sentence, and anywhere when it is one word', () => {
    expect(fit('many words '.repeat(100), 25)).toBe('many words many words…');
    expect(fit('x'.repeat(100), 10)).toBe(`${'x'.repeat(9)}…`);
    expect(fit('😀'.repeat(100), 10)).toBe('😀😀😀😀…');
    expect(fit('x'.repeat(100), 10, true).length).toBeLessThanOrEqual(10);
  });

  it('is left alone within it', () => expect(fit(' Done. ', 640)).toBe('Done.'));
});
