import { readdirSync, readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { deployFolder } from './folder.ts';

export type Container = {
  readonly name: string;
  readonly image: string;
  readonly restartPolicy?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: Record<string, Reference>;
  }[];
  readonly envFrom?: readonly Record<string, Reference>[];
  readonly resources?: {
    readonly requests?: Record<string, string>;
    readonly limits?: Record<string, string>;
  };
  readonly securityContext?: Record<string, unknown>;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly [probe: string]: unknown;
};

export type Reference = {
  readonly name?: string;
  readonly key?: string;
  readonly optional?: boolean;
};

export type PodSpec = {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly securityContext?: Record<string, unknown>;
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly enableServiceLinks?: boolean;
  readonly volumes?: readonly {
    readonly name: string;
    readonly secret?: { secretName: string; defaultMode?: number; items?: { key: string }[] };
    readonly configMap?: { name: string };
    readonly [kind: string]: unknown;
  }[];
};

export type Manifest = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  // eslint-disable-next-line typescript/no-explicit-any -- every kind has another shape, and tests look at them all
  readonly [field: string]: any;
};

export type Read = { readonly file: string; readonly object: Manifest };

const root = fileURLToPath(deployFolder);

/** Paths below the folder, of files that end so. */
export function filesEnding(...endings: readonly string[]): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => relative(root, `${entry.parentPath}/${entry.name}`))
    .filter((file) => !file.startsWith('jobs/'))
    .toSorted();
}

export function readText(file: string): string {
  return readFileSync(new URL(file, deployFolder), 'utf8');
}

/** The documents of a YAML file; a repeated key, a tab or an unknown tag is an error. */
export function readYaml(file: string): readonly unknown[] {
  return parseAllDocuments(readText(file), { strict: true, uniqueKeys: true }).map((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) throw new Error(`${file}: ${problem.message}`);
    return document.toJS() as unknown;
  });
}

export const manifestFiles = filesEnding('.yaml').filter(
  (file) => dirname(file) !== '.' && !file.endsWith('kustomization.yaml'),
);

/** Every object of the folder. */
export function readObjects(): readonly Read[] {
  return manifestFiles.flatMap((file) =>
    readYaml(file).map((object) => ({ file, object: object as Manifest })),
  );
}

/** The pods that an object makes, if any. */
export function podOf({ object }: Read): PodSpec | undefined {
  return ['StatefulSet', 'Deployment', 'Job'].includes(object.kind)
    ? object['spec'].template.spec
    : undefined;
}

export function containersOf(pod: PodSpec): readonly Container[] {
  return [...(pod.initContainers ?? []), ...pod.containers];
}
