import { once } from 'node:events';
import { Failure } from '../failure.ts';
import type { Place } from '../places.ts';
import { createHttp, type Http, type Origin } from '../platforms/http.ts';
import { toRefusal } from '../platforms/kubernetes/refusal.ts';
import { questions, readAnswer, toSilence } from './answer.ts';
import { examineCertificate, examineOwnCertificate } from './certificate.ts';
import { compareClocks } from './clock.ts';
import type { Finding, Report } from './finding.ts';
import type { Need } from './needs.ts';
import { examinePermissions } from './permissions.ts';

export type Examination = {
  /** By platform: kubernetes, nomad, vault, consul. */
  readonly places: Readonly<Record<string, Place>>;
  /** Permissions in Kubernetes. */
  readonly needs: readonly Need[];
  readonly clock: () => number;
  readonly timeoutMs?: number;
};

/** Looks at every configured platform at once. Never rejects for what a platform does. */
export function examine({
  places,
  needs,
  clock,
  timeoutMs = 10_000,
}: Examination): Promise<readonly Report[]> {
  const configured = Object.entries(places).filter(([, { kind }]) => kind !== 'unconfigured');
  return Promise.all(
    configured.map(async ([platform, place]) => {
      const isKubernetes = platform === 'kubernetes';
      const signal = AbortSignal.timeout(timeoutMs);
      const { origin } = place;
      const refusal = isKubernetes ? toRefusal : () => undefined;
      const http = createHttp({ platform, origin, timeoutMs, refusal });
      try {
        const [heard, certificates, permissions] = await Promise.all([
          listen(platform, place, http.during(signal), clock),
          Promise.race([origin(), late(platform, signal)])
            .then((way) => handshake(way, clock(), signal))
            .catch(nothing),
          isKubernetes ? examinePermissions(http.during(signal), needs).then(only, nothing) : [],
        ]);
        const isThere = heard.some(({ state }) => state === 'ok');
        const more = [...certificates, ...permissions].filter(
          ({ state }) => isThere || state === 'problem', // of what does not answer, only why
        );
        return { platform, findings: [...heard, ...more] };
      } finally {
        await http.close();
      }
    }),
  );
}

async function listen(
  platform: string,
  { kind }: Place,
  http: Http,
  clock: () => number,
): Promise<readonly Finding[]> {
  const question = questions[platform];
  if (!question)
    throw new Error(`Nothing is asked of ${platform}: add its row in doctor/answer.ts`);
  try {
    const answer = await http.send(question.call);
    const [date] = [answer.headers['date']].flat();
    return [readAnswer(question, answer), ...only(compareClocks(date, clock()))];
  } catch (error) {
    return [toSilence(error, platform, kind)];
  }
}

async function handshake(
  origin: Origin,
  now: number,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const theirs = await examineCertificate(origin, now, signal);
  return [...only(theirs), ...only(examineOwnCertificate(origin, now))];
}

async function late(platform: string, signal: AbortSignal): Promise<never> {
  await once(signal, 'abort');
  throw new Failure('late', { platform });
}

const only = (finding: Finding | undefined): readonly Finding[] => (finding ? [finding] : []);

/** What can not be looked at, because nothing answers: that is said once, as the answer. */
function nothing(error: unknown): readonly Finding[] {
  if (error instanceof Failure) return [];
  throw error;
}
