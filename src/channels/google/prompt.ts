import type { Display, Reply } from '../../conversation/turn.ts';
import { fit } from './fit.ts';
import { toSpeech } from './ssml.ts';

/** What Google allows: https://developers.google.com/assistant/conversational/prompts */
const limits = {
  text: 640,
  suggestions: 8,
  suggestion: 25,
  columns: 3,
  rows: 3,
  cell: 60,
} as const;

export type Prompt = {
  readonly override: false;
  readonly firstSimple?: { readonly speech: string; readonly text: string };
  readonly content?: { readonly table: Table };
  readonly suggestions?: readonly { readonly title: string }[];
};

export type Table = {
  readonly title?: string;
  readonly subtitle?: string;
  readonly columns: readonly { readonly header: string; readonly align: 'LEADING' }[];
  readonly rows: readonly {
    readonly cells: readonly { readonly text: string }[];
    readonly divider: true;
  }[];
};

export function toPrompt(reply: Reply, screen: boolean): Prompt {
  const speech = fit(reply.speech || reply.text, limits.text, reply.kind === 'ask');
  const text = fit(reply.text || reply.speech, limits.text, reply.kind === 'ask');
  const table = screen && reply.display && toTable(reply.display);
  const suggestions = reply.kind === 'end' ? [] : toSuggestions(reply.suggestions ?? []);
  return {
    override: false,
    ...(speech !== '' && { firstSimple: { speech: toSpeech(speech), text } }),
    ...(table && { content: { table } }),
    ...(suggestions.length > 0 && { suggestions }),
  };
}

/** A suggestion is what the person says when touching it, so that one too long is left out, not cut. */
function toSuggestions(titles: readonly string[]): { title: string }[] {
  const fitting = titles
    .map((title) => title.trim())
    .filter((title) => title !== '' && title.length <= limits.suggestion);
  return Array.from(new Set(fitting), (title) => ({ title })).slice(0, limits.suggestions);
}

/** Google cuts tables beyond three by three; ours says how much of it is shown. */
function toTable({ title, columns, rows, isSecret }: Display): Table | undefined {
  if (columns.length === 0 || rows.length === 0) return undefined;
  const shown = columns.slice(0, limits.columns);
  return {
    ...(title.trim() !== '' && { title: fit(title, limits.cell) }),
    ...(rows.length > limits.rows && { subtitle: `${limits.rows} of ${rows.length}` }),
    columns: shown.map((header) => ({ header: fit(header, limits.cell), align: 'LEADING' })),
    rows: rows.slice(0, limits.rows).map((row) => ({
      // half a secret opens nothing
      cells: shown.map((_, index) => ({
        text: (isSecret ? row[index] : fit(row[index] ?? '', limits.cell)) || '–',
      })),
      divider: true,
    })),
  };
}
