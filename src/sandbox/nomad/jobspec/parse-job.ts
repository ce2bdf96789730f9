import { HclError, type Range } from '../hcl/cursor.ts';
import { parseHcl } from '../hcl/parse-hcl.ts';
import type { Block, Body } from '../hcl/tree.ts';
import { checkLabels, decode, type JsonObject } from './decode.ts';
import { jobShape } from './job-shape.ts';
import { normalize } from './normalize.ts';
import { readVariables } from './variables.ts';

/** A jobspec as the API's job, with what was written and nothing else; an error's message is Nomad's. */
export function parseJob(hcl: string, variables = ''): JsonObject {
  const file = parseHcl(hcl);
  const block = findJob(file);
  checkLabels('job', block.labels, ['name'], block.opening);
  const id = block.labels[0]?.text ?? '';
  const written = decode(block.body, jobShape, readVariables(file, variables));
  return normalize({ ID: id, Name: id, ...written });
}

function findJob({ attributes, blocks }: Body): Block {
  const [stray] = attributes;
  if (stray) {
    const detail = `An argument named "${stray.name}" is not expected here.`;
    throw new HclError(stray.range, 'Unsupported argument', detail);
  }
  const strange = blocks.find(({ type }) => !['job', 'variable', 'locals'].includes(type));
  if (strange) {
    const detail = `Blocks of type "${strange.type}" are not expected here.`;
    throw new HclError(strange.range, 'Unsupported block type', detail);
  }
  const [job, second] = blocks.filter(({ type }) => type === 'job');
  if (!job) throw new HclError(undefined, 'Missing job block', 'A job block is required.');
  if (!second) return job;
  const { line, column, endColumn } = headerOf(job);
  throw new HclError(
    headerOf(second),
    'Duplicate job block',
    `Only one block of type "job" is allowed. Previous definition was at input.hcl:${line},${column}-${endColumn}.`,
  );
}

function headerOf({ range, labels }: Block): Range {
  return { ...range, endColumn: labels.at(-1)?.range.endColumn ?? range.endColumn };
}
