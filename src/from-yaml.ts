// The parser is loaded when a text has to be read: a start that finds the words parsed does without.

/** The one document of a YAML text. Rejects at a repeated key or a tag of its own, naming the file and the line. */
export async function fromYaml(text: string, file = 'the text'): Promise<unknown> {
  const { CORE_SCHEMA, load } = await import('js-yaml');
  return load(text, { schema: CORE_SCHEMA, filename: file });
}

/** Every document of a YAML text, in order. */
export async function documentsFromYaml(text: string, file: string): Promise<readonly unknown[]> {
  const { CORE_SCHEMA, loadAll } = await import('js-yaml');
  return loadAll(text, undefined, { schema: CORE_SCHEMA, filename: file });
}

/** One document of which a repeated key has its last value, as in JSON. */
export async function lastFromYaml(text: string): Promise<unknown> {
  const { CORE_SCHEMA, load } = await import('js-yaml');
  return load(text, { schema: CORE_SCHEMA, json: true });
}

/** The first key that a document repeats within one mapping, and its line from 1; nothing where the text is no YAML. */
export async function repeatedKeys(
  text: string,
): Promise<readonly { readonly key: string; readonly line: number }[]> {
  const { YAMLException } = await import('js-yaml');
  try {
    await fromYaml(text);
    return [];
  } catch (error) {
    if (!(error instanceof YAMLException) || error.reason !== 'duplicated mapping key') return [];
    const { line, position } = error.mark;
    const key = /^["']?([^"':\s]*)/.exec(text.slice(position))?.[1] ?? '';
    return [{ key, line: line + 1 }];
  }
}
