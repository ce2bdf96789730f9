import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Scripts } from '../../src/conversation/recognition.ts';
import { type Lists, listsSchema } from '../../src/conversation/recognition/lists.ts';
import { fromBytes } from '../../src/conversation/recognition/classifier/model-file.ts';
import type { Model } from '../../src/conversation/recognition/classifier/model.ts';
import type { Risk } from '../../src/conversation/recognition/phrasebook.ts';
import { type Script, scriptSchema } from '../../src/conversation/script.ts';

export type Words = {
  readonly scripts: Scripts;
  readonly lists: Lists;
  readonly risks: ReadonlyMap<string, Risk>;
  readonly model: Model;
};

const modelFile = new URL('../../dist/words/classifier.bin', import.meta.url);
const changes = new Set([
  'stack/deploy',
  'stack/scale',
  'nomad/run-job',
  'nomad/scale-job',
  'nomad/scale-nodes',
  'vault/run-worker',
  'vault/issue-credentials',
  'audit/undo',
]);
const destroys = new Set([
  'stack/destroy',
  'nomad/stop-job',
  'nomad/drain-node',
  'vault/revoke-leases',
]);

/** The words of the house. */
export function loadWords(): Words {
  const house = new URL('../../intents/', import.meta.url);
  const scripts = new Map<string, Script>(readScripts(house));
  const risks = new Map([...scripts.keys()].map((id) => [id, toRisk(id)] as const));
  const lists = listsSchema.parse(parse(readFileSync(new URL('_lists.yaml', house), 'utf8')));
  return { scripts, lists, risks, model: fromBytes(readFileSync(modelFile)) };
}

function readScripts(folder: URL): (readonly [string, Script])[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml') && !file.split('/').at(-1)?.startsWith('_'))
    .map((file) => [
      file.slice(0, -'.yaml'.length),
      scriptSchema.parse(parse(readFileSync(new URL(file, folder), 'utf8'))),
    ]);
}

function toRisk(id: string): Risk {
  if (destroys.has(id)) return 'destroy';
  return changes.has(id) ? 'change' : 'read';
}
