/**
 * Whether the selector of a binding rule fits what a login tells of itself: `value.name == "x"`, `"x" in value` and
 * their opposites, joined by `and`. Without a selector everybody fits; what is not understood fits nobody.
 */
export function fits(selector: string, value: Readonly<Record<string, string>>): boolean {
  if (selector.trim() === '') return true;
  return selector.split(/\s+and\s+/).every((term) => isTrue(term.trim(), value));
}

function isTrue(term: string, value: Readonly<Record<string, string>>): boolean {
  const [, name = '', sign, wanted] = /^value\.(\w+)\s*(==|!=)\s*"([^"]*)"$/.exec(term) ?? [];
  if (sign !== undefined) return (value[name] === wanted) === (sign === '==');
  const [, key, not] = /^"(\w+)"\s+(not\s+)?in\s+value$/.exec(term) ?? [];
  return key !== undefined && key in value === (not === undefined);
}

/** `${value.name}` in a template, filled. */
export function fill(template: string, value: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\$\{value\.(\w+)\}/g, (_whole, name: string) => value[name] ?? '');
}
