import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { deployFolder } from './folder.ts';
import { containersOf, filesEnding, podOf, readObjects, readText, readYaml } from './objects.ts';
import { imageFor, versions } from './versions.ts';

type Kustomization = { readonly bases?: readonly string[]; readonly resources: readonly string[] };

const objects = readObjects();
const kustomizations = filesEnding('kustomization.yaml').filter((file) =>
  readText(file).includes('\nimages:'),
);

function filesOf(file: string): readonly string[] {
  const { bases = [], resources } = readYaml(file)[0] as Kustomization;
  const below = bases.flatMap((base) => filesOf(join(dirname(file), base, 'kustomization.yaml')));
  return [...below, ...resources.map((resource) => join(dirname(file), resource))];
}

function imagesOf(file: string): readonly string[] {
  const files = new Set(filesOf(file));
  const pods = objects.filter((read) => files.has(read.file)).flatMap((read) => podOf(read) ?? []);
  return [...new Set(pods.flatMap(containersOf).map(({ image }) => image))].toSorted();
}

describe('the images of', () => {
  it.each(kustomizations)('%s are those of versions.yaml', async (file) => {
    const lines = imagesOf(file).map((name) => {
      const image = imageFor(name, file);
      const colon = image.lastIndexOf(':');
      return `  - { name: ${name}, newName: ${image.slice(0, colon)}, newTag: '${image.slice(colon + 1)}' }\n`;
    });
    const [rest = ''] = readText(file).split('\nimages:');
    await expect(`${rest}\nimages:\n${lines.join('')}`).toMatchFileSnapshot(
      fileURLToPath(new URL(file, deployFolder)),
    );
  });
});

describe('versions.yaml', () => {
  it('names every image of the manifests, and no other', () => {
    const used = objects.flatMap((read) => podOf(read) ?? []).flatMap(containersOf);
    const names = new Set(used.map(({ image }) => image));
    expect([...names].toSorted()).toEqual(Object.keys(versions.images).toSorted());
  });

  it('never says "latest"', () => {
    expect(JSON.stringify(versions.images)).not.toMatch(/latest/);
  });
});
