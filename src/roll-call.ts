import type { Clients } from './clients.ts';
import { Failure } from './failure.ts';
import type { Place, PlatformName, Places } from './places.ts';

/** One platform as `GET /v1/platforms` shows it. Holds no secrets. */
export type Present = {
  /** Given where clusters have names. */
  readonly cluster?: string | undefined;
  readonly name: string;
  readonly kind: Place['kind'];
  readonly address: string;
  readonly answers: boolean;
  /** What it said: its version, leader or state; or why it does not answer. */
  readonly said: string;
  /** Commands that reach it from a shell; given for the sandbox. */
  readonly try?: readonly string[];
};

type Question = {
  /** Asks it something cheap. */
  readonly ask: (clients: Clients) => Promise<string>;
  readonly try: (address: string) => readonly string[];
};

const questions: Readonly<Record<PlatformName, Question>> = {
  kubernetes: {
    ask: ({ kubernetes }) => kubernetes.version(),
    try: (address) => [
      `kubectl --server=${address} get statefulsets,pods,pvc -A`,
      `curl ${address}/apis/apps/v1/namespaces/nomad/statefulsets/nomad`,
    ],
  },
  nomad: {
    ask: async ({ nomad }) => `leader ${(await nomad.leader()) ?? 'none'}`,
    try: (address) => [`curl ${address}/v1/job/ping/summary`, `curl ${address}/v1/nodes`],
  },
  consul: {
    ask: async ({ consul }) => `leader ${(await consul.leader()) ?? 'none'}`,
    try: (address) => [`curl ${address}/v1/catalog/services`],
  },
  vault: {
    ask: async ({ vault }) => ((await vault.status()).isSealed ? 'sealed' : 'unsealed'),
    try: (address) => [`curl ${address}/v1/sys/seal-status`],
  },
};

const names = ['kubernetes', 'nomad', 'consul', 'vault'] as const;

/** Asks every platform at once whether it is there. */
export function callRoll(
  places: Places,
  clients: Clients,
  cluster?: string,
  deadlineMs = 1_500,
): Promise<readonly Present[]> {
  return Promise.all(
    names.map(async (name) => {
      const { kind, address } = places[name];
      const question = questions[name];
      const bound = clients.during(AbortSignal.timeout(deadlineMs));
      const { answers, said } = await question.ask(bound).then(
        (told) => ({ answers: true, said: told }),
        (error: unknown) => ({ answers: false, said: reasonOf(error) }),
      );
      const present = {
        cluster,
        name,
        kind,
        address,
        answers,
        said,
      };
      return kind === 'sandbox' ? Object.assign(present, { try: question.try(address) }) : present;
    }),
  );
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Failure)) return 'it failed; the log says how';
  return String(error.facts['because'] ?? error.kind);
}
