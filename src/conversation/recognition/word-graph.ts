import { toDigits } from './name-keys.ts';
import type { Sounds } from './sound-memory.ts';
import { type Node, parseTemplate } from './templates.ts';

/** All phrases of some templates as ways through a graph, so that thousands of wordings need not be listed. */
export type WordGraph = {
  /** How many words the phrase has that is written like this once spaces are set aside, if there is one. */
  readonly findKey: (key: string) => number | undefined;
  /** How the phrases sound that have this skeleton. */
  readonly findSkeleton: (skeleton: string) => readonly string[];
  /** Whether some phrase begins with this. */
  readonly begins: (part: Part, text: string) => boolean;
  /** How many words the longest phrase has. */
  readonly longest: number;
};

type Part = 'key' | 'skeleton';
/** One word, and where it leads. */
type Way = { readonly [part in Part | 'sound']: string } & { readonly to: Place };
type Place = { readonly ways: readonly Way[]; readonly isEnd: boolean; readonly longest: number };

const end: Place = { ways: [], isEnd: true, longest: 0 };

export function createWordGraph(templates: readonly string[], sounds: Sounds): WordGraph {
  const start = toChoice(templates.map(parseTemplate), end, sounds);
  return {
    findKey: (key) => findKey(start, key, 0),
    findSkeleton: (skeleton) => [...findSkeleton(start, skeleton, '')],
    begins: (part, text) => begins(start, part, text),
    longest: start.longest,
  };
}

/** Where a sequence begins that leads on to a place. */
function toPlace(nodes: readonly Node[], next: Place, sounds: Sounds): Place {
  return nodes.reduceRight(
    (to, node) =>
      node.kind === 'choice' ? toChoice(node.options, to, sounds) : toWord(node.text, to, sounds),
    next,
  );
}

function toChoice(options: readonly (readonly Node[])[], next: Place, sounds: Sounds): Place {
  const places = options.map((option) => toPlace(option, next, sounds));
  return {
    ways: places.flatMap(({ ways }) => ways),
    isEnd: places.some(({ isEnd }) => isEnd),
    longest: Math.max(...places.map(({ longest }) => longest)),
  };
}

function toWord(text: string, next: Place, sounds: Sounds): Place {
  const parts = text.toLowerCase().split(/[^a-z0-9]+/);
  return parts.reduceRight((to, part): Place => {
    const key = part === 'number' ? '' : toDigits(part);
    return { ways: [{ key, ...sounds([part]), to }], isEnd: false, longest: to.longest + 1 };
  }, next);
}

function findKey({ ways, isEnd }: Place, rest: string, count: number): number | undefined {
  if (rest === '' && isEnd) return count;
  for (const { key, to } of ways) {
    const found = rest.startsWith(key) ? findKey(to, rest.slice(key.length), count + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function* findSkeleton({ ways, isEnd }: Place, rest: string, before: string): Generator<string> {
  if (rest === '' && isEnd) yield before;
  for (const { skeleton, sound, to } of ways)
    if (rest.startsWith(skeleton))
      yield* findSkeleton(to, rest.slice(skeleton.length), before + sound);
}

function begins({ ways }: Place, part: Part, text: string): boolean {
  for (const way of ways) {
    const said = way[part];
    if (said.startsWith(text)) return true;
    if (text.startsWith(said) && begins(way.to, part, text.slice(said.length))) return true;
  }
  return false;
}
