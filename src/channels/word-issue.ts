import type { z } from 'zod';

/** What a field has to be, and what it is instead: a sentence for whoever sent it. */
export function wordIssue(issue: z.core.$ZodIssue, name: string): string {
  switch (issue.code) {
    case 'invalid_type':
      return /received undefined$/.test(issue.message)
        ? `${name} is missing.`
        : `${name} has to be ${types[issue.expected] ?? issue.expected}.`;
    case 'invalid_union':
      return `${name} has to be a string or a number.`;
    case 'too_small':
      return `${name} is empty.`;
    case 'too_big':
      return `${name} is longer than ${issue.maximum} characters.`;
    case 'unrecognized_keys':
      return `There is no field ${name}.`;
    default:
      return `${issue.message}.`;
  }
}

const types: Readonly<Record<string, string>> = {
  string: 'a string',
  object: 'an object',
  record: 'an object',
  array: 'an array',
};
