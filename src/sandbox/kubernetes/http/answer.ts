/** What a request comes to. A stream goes on until its work is done or the client has gone. */
export type Answer =
  | {
      readonly kind: 'json';
      readonly code: number;
      readonly body: object;
      readonly warnings?: readonly string[];
    }
  | { readonly kind: 'text'; readonly code: number; readonly text: string }
  | { readonly kind: 'bytes'; readonly type: string; readonly bytes: Uint8Array }
  | { readonly kind: 'stream'; readonly run: Stream };

export type Stream = (send: (event: object) => void, ended: AbortSignal) => Promise<void>;

export const json = (code: number, body: object, warnings: readonly string[] = []): Answer => ({
  kind: 'json',
  code,
  body,
  warnings,
});

export const text = (code: number, words: string): Answer => ({ kind: 'text', code, text: words });
