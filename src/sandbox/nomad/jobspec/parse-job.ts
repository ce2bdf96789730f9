import { HclError } from '../hcl/cursor.ts';
import { parseHcl } from '../hcl/parse-hcl.ts';
import { checkLabels, decode, type JsonObject } from './decode.ts';
import { jobShape } from './job-shape.ts';
import { readVariables } from './variables.ts';

/** A jobspec as the API's job, with what was written and nothing else; an error's message is Nomad's. */
export function parseJob(hcl: string, variables = ''): JsonObject {
  const file = parseHcl(hcl);
  const [stray] = file.attributes;
  if (stray)
    throw new HclError(
      stray.range,
      'Unsupported argument',
      `An argument named "${stray.name}" is not expected here.`,
    );
  for (const { type, range } of file.blocks)
    if (!['job', 'variable', 'locals'].includes(type)) {
      const detail = `Blocks of type "${type}" are not expected here.`;
      throw new HclError(range, 'Unsupported block type', detail);
    }
  const [block, second] = file.blocks.filter(({ type }) => type === 'job');
  if (!block) throw new HclError(undefined, 'Missing job block', 'A job block is required.');
  if (second) {
    const { line, column } = block.range;
    const end = block.labels[0]?.range.endColumn ?? block.range.endColumn;
    throw new HclError(
      { ...second.range, endColumn: second.labels[0]?.range.endColumn ?? second.range.endColumn },
      'Duplicate job block',
      `Only one block of type "job" is allowed. Previous definition was at input.hcl:${line},${column}-${end}.`,
    );
  }
  checkLabels('job', block.labels, ['name'], block.opening);
  const id = block.labels[0]?.text ?? '';
  return { ID: id, Name: id, ...decode(block.body, jobShape, readVariables(file, variables)) };
}
