import { CORE_SCHEMA, load, loadAll, YAMLException } from 'js-yaml';

/** The one document of a YAML text. Throws at a repeated key or a tag of its own, naming the file and the line. */
export function fromYaml(text: string, file = 'the text'): unknown {
  return load(text, { schema: CORE_SCHEMA, filename: file });
}

/** Every document of a YAML text, in order. */
export function documentsFromYaml(text: string, file: string): readonly unknown[] {
  return loadAll(text, undefined, { schema: CORE_SCHEMA, filename: file });
}

/** One document of which a repeated key has its last value, as in JSON. */
export function lastFromYaml(text: string): unknown {
  return load(text, { schema: CORE_SCHEMA, json: true });
}

/** The first key that a document repeats within one mapping, and its line from 1; nothing where the text is no YAML. */
export function repeatedKeys(
  text: string,
): readonly { readonly key: string; readonly line: number }[] {
  try {
    fromYaml(text);
    return [];
  } catch (error) {
    if (!(error instanceof YAMLException) || error.reason !== 'duplicated mapping key') return [];
    const { line, position } = error.mark;
    const key = /^["']?([^"':\s]*)/.exec(text.slice(position))?.[1] ?? '';
    return [{ key, line: line + 1 }];
  }
}
