const entities: readonly (readonly [string, string])[] = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
];

/**
 * Words as Google speaks them. Plain words go as they are; words with anything that XML would read are
 * escaped and wrapped, so that a name can never become a tag or an entity.
 */
export function toSpeech(words: string): string {
  // oxlint-disable-next-line no-control-regex -- XML 1.0 has no place for these
  const legal = words.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ');
  if (!/[&<>]/.test(legal)) return legal;
  const escaped = entities.reduce((text, [char, entity]) => text.replaceAll(char, entity), legal);
  return `<speak>${escaped}</speak>`;
}

/** The words back from `toSpeech`; other people's markup is dropped. */
export function fromSpeech(speech: string): string {
  if (!/^<speak>/i.test(speech.trim())) return speech;
  const bare = speech.replaceAll(/<[^>]*>/g, '').trim();
  return entities
    .toReversed()
    .reduce((text, [char, entity]) => text.replaceAll(entity, char), bare);
}
