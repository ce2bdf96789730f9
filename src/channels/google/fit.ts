/**
 * A text of at most `limit` characters, cut between sentences where that is possible. `keepLast` lets the
 * middle go instead of the last sentence, which of a question is the part that matters.
 */
export function fit(text: string, limit: number, keepLast = false): string {
  const whole = text.trim();
  if (whole.length <= limit) return whole;
  const sentences = Array.from(
    new Intl.Segmenter('en', { granularity: 'sentence' }).segment(whole),
    ({ segment }) => segment,
  );
  const last = keepLast ? (sentences.pop() ?? '').slice(-limit) : '';
  let head = '';
  for (const sentence of sentences) {
    if ((head + sentence).trimEnd().length + last.length > limit) break;
    head += sentence;
  }
  if (head === '' && last === '') return cutWords(whole, limit);
  return `${head}${last}`.trim();
}

function cutWords(text: string, limit: number): string {
  const cut = text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${cut.replace(/\s+\S*$/, '')}…`;
}
