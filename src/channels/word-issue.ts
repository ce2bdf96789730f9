import type { z } from 'zod';

/** What is wrong with a field: a sentence for whoever sent it. */
export function wordIssue(issue: z.core.$ZodIssue, name: string): string {
  if (issue.code === 'invalid_type') return wordType(issue, name);
  if (issue.code === 'invalid_union') return `${name} has to be a string or a number.`;
  if (issue.code === 'too_small') return `${name} is empty.`;
  if (issue.code === 'too_big') return `${name} is longer than ${issue.maximum} characters.`;
  if (issue.code === 'unrecognized_keys') return `There is no field ${name}.`;
  return `${issue.message}.`;
}

function wordType({ expected, message }: z.core.$ZodIssueInvalidType, name: string): string {
  if (message.endsWith('received undefined')) return `${name} is missing.`;
  return `${name} has to be ${types[expected] ?? expected}.`;
}

const types: Readonly<Record<string, string>> = {
  string: 'a string',
  object: 'an object',
  record: 'an object',
  array: 'an array',
};
