import type { LabelSelector } from '../shapes/shape.ts';

type Labels = Readonly<Record<string, string>>;

/** Whether labels match a selector as it stands in an object's specification. An empty one matches all. */
export function matchesLabels(selector: LabelSelector, labels: Labels = {}): boolean {
  const named = Object.entries(selector.matchLabels ?? {});
  return (
    named.every(([key, value]) => labels[key] === value) &&
    (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      const value = labels[key];
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
        default:
          return false;
      }
    })
  );
}
