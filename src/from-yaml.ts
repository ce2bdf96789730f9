import { CORE_SCHEMA, load, loadAll } from 'js-yaml';

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
