import { execFileSync, spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { describe, expect, it } from 'vitest';
import { deployFolder } from './folder.ts';
import { containersOf, filesEnding, type Manifest, podOf, readText } from './objects.ts';

const kubectl = process.env['KUBECTL'] ?? 'kubectl';
const hasKubectl = spawnSync(kubectl, ['version', '--client']).status === 0;
const folders = filesEnding('kustomization.yaml').map(dirname);

if (!hasKubectl)
  it.skip('kustomizations are NOT rendered: there is no kubectl here', () => undefined);

describe.runIf(hasKubectl)('kubectl kustomize', () => {
  it.each(folders)('renders %s', (folder) => {
    const path = fileURLToPath(new URL(folder, deployFolder));
    const text = execFileSync(kubectl, ['kustomize', path], { encoding: 'utf8', stdio: 'pipe' });
    const objects = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
    const images = objects
      .flatMap((object) => podOf({ file: folder, object }) ?? [])
      .flatMap(containersOf)
      .map(({ image }) => image);
    const isBase = !readText(`${folder}/kustomization.yaml`).includes('\nimages:');
    for (const image of images) expect(image).toMatch(isBase ? /^[a-z]+$/ : /:\d/);
    expect(objects.length).toBeGreaterThan(0);
  });
});
