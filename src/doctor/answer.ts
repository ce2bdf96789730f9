import { z } from 'zod';
import { Failure } from '../failure.ts';
import type { Answer, Call } from '../platforms/http.ts';
import type { Place } from '../places.ts';
import { fine, type Finding, wrong } from './finding.ts';

type Question = {
  readonly call: Call;
  readonly read: (answer: unknown) => Finding;
};

const leader = (name: string): Question => ({
  call: { path: ['v1', 'status', 'leader'], query: { stale: true } },
  read: (answer) =>
    typeof answer === 'string' && answer !== ''
      ? fine('answer', `answers, its leader is ${answer}`)
      : wrong('answer', 'answers, but has no leader', `Look at the logs of the ${name} servers.`),
});

const version = z.object({ gitVersion: z.string() });
const health = z.object({ initialized: z.boolean(), sealed: z.boolean(), version: z.string() });

/** Something cheap to ask of every platform, that needs no token. */
export const questions: Readonly<Record<string, Question>> = {
  kubernetes: {
    call: { path: ['version'] },
    read: (answer) => fine('answer', `answers, ${version.parse(answer).gitVersion}`),
  },
  nomad: leader('Nomad'),
  consul: leader('Consul'),
  vault: {
    call: {
      path: ['v1', 'sys', 'health'],
      query: { standbyok: true, perfstandbyok: true, sealedcode: 200, uninitcode: 200 },
    },
    read: (answer) => {
      const { initialized, sealed, version: number } = health.parse(answer);
      if (!initialized)
        return wrong('answer', 'answers, but is not initialised', 'Say: deploy vault.');
      if (sealed) return wrong('answer', 'answers, but is sealed', 'Unseal it: vault unseal.');
      return fine('answer', `answers, ${number}, unsealed`);
    },
  },
};

export function readAnswer({ read }: Question, { text }: Answer): Finding {
  try {
    return read(JSON.parse(text));
  } catch {
    const remedy = 'Something else listens at that address: look at its port and path.';
    return wrong('answer', 'answers something that it should not', remedy);
  }
}

/** Why there is no answer, and what to do. What Hashinetes would deploy and has not is no problem. */
export function toSilence(error: unknown, platform: string, place: Place['kind']): Finding {
  if (!(error instanceof Failure)) throw error;
  const { kind, facts } = error;
  const because = String(facts['because'] ?? 'no answer in time');
  const isMissing = kind === 'undeployed' || kind === 'absent';
  const isOurs = place === 'sandbox' || (place === 'deployed' && isMissing);
  if (platform !== 'kubernetes' && isOurs)
    return {
      about: 'answer',
      state: 'absent',
      said: 'is not deployed',
      remedy: `Say: deploy ${platform}.`,
    };
  if (because.includes('certificate'))
    return wrong('answer', `is not talked to: ${because}`, 'See what is said of its certificate.');
  return wrong('answer', `does not answer: ${because}`, remedies[kind] ?? remedies.unreachable);
}

const remedies: Partial<Record<Failure['kind'], string>> & { unreachable: string } = {
  unreachable: 'Is it up, is the address right, and does a firewall or VPN stand between?',
  late: 'It may be overloaded, or a firewall drops what is sent: try curl from here.',
  forbidden: 'The credentials are not accepted: renew them, or ask for the permission named.',
  unready: 'It is up and can not serve: look at its logs.',
  absent: 'The address answers, but not this path: is something in front of it?',
};
