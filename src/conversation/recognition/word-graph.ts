import { fileUnder } from './file-under.ts';
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
type Place = {
  readonly ways: readonly Way[];
  /** The ways by how they begin; those that begin with nothing stand under ''. */
  readonly by: { readonly [part in Part]: ReadonlyMap<string, readonly Way[]> };
  readonly isEnd: boolean;
  readonly longest: number;
};

const end = createPlace([], true, 0);
const none: readonly Way[] = [];

export function createWordGraph(templates: readonly string[], sounds: Sounds): WordGraph {
  const start = toChoice(templates.map(parseTemplate), end, sounds);
  return {
    findKey: (key) => findKey(start, key, 0),
    findSkeleton: (skeleton) => findSkeleton(start, skeleton, '', []),
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
  return createPlace(
    places.flatMap(({ ways }) => ways),
    places.some(({ isEnd }) => isEnd),
    Math.max(...places.map(({ longest }) => longest)),
  );
}

function toWord(text: string, next: Place, sounds: Sounds): Place {
  const parts = text.toLowerCase().split(/[^a-z0-9]+/);
  return parts.reduceRight((to, part): Place => {
    const key = part === 'number' ? '' : toDigits(part);
    return createPlace([{ key, ...sounds([part]), to }], false, to.longest + 1);
  }, next);
}

function createPlace(ways: readonly Way[], isEnd: boolean, longest: number): Place {
  const file = (part: Part): ReadonlyMap<string, readonly Way[]> => {
    const filed = new Map<string, Way[]>();
    for (const way of ways) fileUnder(filed, way[part].charAt(0), way);
    return filed;
  };
  return { ways, by: { key: file('key'), skeleton: file('skeleton') }, isEnd, longest };
}

/** Calls back for each way that the rest of what was said may take, until one call answers yes. */
function follow(
  { by }: Place,
  part: Part,
  rest: string,
  go: (way: Way, rest: string) => boolean,
): boolean {
  for (const way of by[part].get('') ?? none) if (go(way, rest)) return true;
  const first = rest.charAt(0);
  for (const way of (first === '' ? undefined : by[part].get(first)) ?? none)
    if (rest.startsWith(way[part]) && go(way, rest.slice(way[part].length))) return true;
  return false;
}

function findKey(place: Place, rest: string, count: number): number | undefined {
  if (rest === '' && place.isEnd) return count;
  let found: number | undefined;
  follow(place, 'key', rest, ({ to }, left) => {
    found = findKey(to, left, count + 1);
    return found !== undefined;
  });
  return found;
}

function findSkeleton(place: Place, rest: string, before: string, found: string[]): string[] {
  if (rest === '' && place.isEnd) found.push(before);
  follow(place, 'skeleton', rest, ({ to, sound }, left) => {
    findSkeleton(to, left, before + sound, found);
    return false;
  });
  return found;
}

function begins(place: Place, part: Part, text: string): boolean {
  if (text === '') return true;
  const ends = (place.by[part].get(text.charAt(0)) ?? none).some((way) =>
    way[part].startsWith(text),
  );
  return ends || follow(place, part, text, ({ to }, left) => begins(to, part, left));
}
