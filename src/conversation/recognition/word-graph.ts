import { fileUnder } from './file-under.ts';
import { toDigits } from './name-keys.ts';
import { type Node, parseTemplate } from './templates.ts';

/** All phrases of some templates as ways through a graph, so that thousands of wordings need not be listed. */
export type WordGraph = {
  /** How many words the phrase has that is written like this once spaces are set aside, if there is one. */
  readonly find: (key: string) => number | undefined;
  /** Whether some phrase begins with this. */
  readonly begins: (key: string) => boolean;
  /** How many words the longest phrase has. */
  readonly longest: number;
};

/** One word, and where it leads. */
type Way = { readonly key: string; readonly to: Place };
type Place = {
  readonly ways: readonly Way[];
  /** The ways by how they begin; those that begin with nothing stand under ''. */
  readonly byFirst: ReadonlyMap<string, readonly Way[]>;
  readonly isEnd: boolean;
  readonly longest: number;
};

const end = createPlace([], true, 0);
const none: readonly Way[] = [];

export function createWordGraph(templates: readonly string[]): WordGraph {
  const start = toChoice(templates.map(parseTemplate), end);
  return {
    find: (key) => find(start, key, 0),
    begins: (key) => begins(start, key),
    longest: start.longest,
  };
}

/** Where a sequence begins that leads on to a place. */
function toPlace(nodes: readonly Node[], next: Place): Place {
  return nodes.reduceRight(
    (to, node) => (node.kind === 'choice' ? toChoice(node.options, to) : toWord(node.text, to)),
    next,
  );
}

function toChoice(options: readonly (readonly Node[])[], next: Place): Place {
  const places = options.map((option) => toPlace(option, next));
  return createPlace(
    places.flatMap(({ ways }) => ways),
    places.some(({ isEnd }) => isEnd),
    Math.max(...places.map(({ longest }) => longest)),
  );
}

function toWord(text: string, next: Place): Place {
  const parts = text.toLowerCase().split(/[^a-z0-9]+/);
  return parts.reduceRight((to, part): Place => {
    const key = part === 'number' ? '' : toDigits(part);
    return createPlace([{ key, to }], false, to.longest + 1);
  }, next);
}

function createPlace(ways: readonly Way[], isEnd: boolean, longest: number): Place {
  const byFirst = new Map<string, Way[]>();
  for (const way of ways) fileUnder(byFirst, way.key.charAt(0), way);
  return { ways, byFirst, isEnd, longest };
}

/** Calls back for each way that the rest of what was said may take, until one call answers yes. */
function follow(
  { byFirst }: Place,
  rest: string,
  go: (way: Way, rest: string) => boolean,
): boolean {
  for (const way of byFirst.get('') ?? none) if (go(way, rest)) return true;
  const first = rest.charAt(0);
  for (const way of (first === '' ? undefined : byFirst.get(first)) ?? none)
    if (rest.startsWith(way.key) && go(way, rest.slice(way.key.length))) return true;
  return false;
}

function find(place: Place, rest: string, count: number): number | undefined {
  if (rest === '' && place.isEnd) return count;
  let found: number | undefined;
  follow(place, rest, ({ to }, left) => {
    found = find(to, left, count + 1);
    return found !== undefined;
  });
  return found;
}

function begins(place: Place, key: string): boolean {
  if (key === '') return true;
  const ends = (place.byFirst.get(key.charAt(0)) ?? none).some((way) => way.key.startsWith(key));
  return ends || follow(place, key, ({ to }, left) => begins(to, left));
}
