/** Nothing for a text that is not JSON, which no schema takes. */
export function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
