import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examine } from '../../src/doctor/examine.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { listNeeds } from '../../src/doctor/needs.ts';
import type { Place } from '../../src/places.ts';
import type { Origin } from '../../src/platforms/http.ts';
import { createPortForward } from '../../src/platforms/kubernetes/port-forward.ts';
import { createAuthority, issueLeaf, type Pair } from '../../src/stack/identity/authority.ts';
import { type Listening, openTown, serve, type Town } from '../platforms/kubernetes/forwarded.ts';

const dayMs = 24 * 60 * 60_000;
const chance = { clock: Date.now, random: randomBytes };
const needs = listNeeds({ runs: 'hashinetes', servers: ['vault', 'nomad'], isOutside: true });

let ca: Pair;
let nomad: Listening;
let town: Town;

beforeAll(async () => {
  ca = await createAuthority(chance);
  const leaf = await issueLeaf(ca, ['localhost', 'nomad.nomad.svc'], chance);
  nomad = await serve((_request, response) => void response.end('"10.0.0.1:4647"'), leaf);
  town = await openTown(() => nomad.port);
});
afterAll(async () => {
  await town.close();
  await nomad.close();
});

type Looked = { readonly aheadMs?: number; readonly kind?: Place['kind'] };

async function look(
  platform: string,
  origin: Origin,
  { aheadMs = 0, kind = 'adopted' }: Looked = {},
): Promise<readonly Finding[]> {
  const [report] = await examine({
    places: { [platform]: { kind, address: origin.url, origin: () => Promise.resolve(origin) } },
    needs,
    clock: () => Date.now() + aheadMs,
    timeoutMs: 3_000,
  });
  return report?.findings ?? [];
}

const at = (tls: Origin['tls'], host = 'localhost'): Origin => ({
  url: `https://${host}:${nomad.port}`,
  ...(tls && { tls }),
});

const said = (findings: readonly Finding[]): readonly string[] =>
  findings.map((finding) => `${finding.state}: ${finding.about} ${finding.said}`);

describe('examine', () => {
  it('finds nothing wrong with a server that answers, its certificate and its clock', async () => {
    expect(said(await look('nomad', at({ ca: ca.certificate })))).toEqual([
      'ok: answer answers, its leader is 10.0.0.1:4647',
      'ok: clock agrees with ours',
      expect.stringMatching(
        /^ok: certificate is for localhost and 1 more, signed by Hashinetes CA \w+, 89 days left$/,
      ),
    ]);
  });

  it('tells a certificate of an unknown CA, and what to do', async () => {
    const findings = await look('nomad', at({}));
    expect(said(findings)).toEqual([
      'problem: answer is not talked to: its certificate is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
      expect.stringMatching(/and not trusted \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)$/),
    ]);
    expect(findings[1]?.remedy).toBe('Give the certificate of the CA that signed it.');
  });

  it('tells a certificate for other names', async () => {
    const findings = await look('nomad', at({ ca: ca.certificate }, '127.0.0.1'));
    expect(said(findings)[1]).toMatch(/and not trusted \(ERR_TLS_CERT_ALTNAME_INVALID\)$/);
    expect(findings[1]?.remedy).toContain('set the TLS server name to one of these');
  });

  it('tells a certificate that soon ends, theirs and ours', async () => {
    const own = await issueLeaf(ca, ['client'], chance);
    const tls = { ca: ca.certificate, cert: own.certificate, key: own.key };
    const findings = await look('nomad', at(tls), { aheadMs: 80 * dayMs });
    expect(said(findings)).toContainEqual(
      expect.stringMatching(/^problem: certificate .* 9 days left$/),
    );
    expect(said(findings)).toContain('problem: client certificate has 9 days left');
  });

  it('tells a clock that is behind', async () => {
    const findings = await look('nomad', at({ ca: ca.certificate }), { aheadMs: 42_500 });
    expect(said(findings)).toContainEqual(
      expect.stringMatching(/^problem: clock is 4[23] seconds behind ours$/),
    );
  });

  it('looks through a port-forward as at an address', async () => {
    const { kubernetes, origin: kubeconfig } = town;
    const to = { namespace: 'nomad', service: 'nomad', port: 80 };
    const connect = createPortForward({ kubernetes, kubeconfig, to });
    const origin = { url: 'https://nomad.nomad.svc', tls: { ca: ca.certificate }, connect };
    expect(said(await look('nomad', origin, { kind: 'deployed' }))).toEqual([
      'ok: answer answers, its leader is 10.0.0.1:4647',
      'ok: clock agrees with ours',
      expect.stringContaining('ok: certificate is for localhost and 1 more'),
    ]);
  });

  it('names the verbs and resources that are not permitted', async () => {
    const allow = [
      town.sandbox.faults.deny({ verb: 'create', resource: 'secrets' }),
      town.sandbox.faults.deny({ resource: 'statefulsets', namespace: 'nomad' }),
      town.sandbox.faults.deny({ resource: 'nodes' }),
    ];
    expect(said(await look('kubernetes', await town.origin()))).toContain(
      'problem: permissions are missing: list nodes; create secrets in hashinetes, vault, nomad; ' +
        'get, create, patch, delete statefulsets.apps in nomad',
    );
    for (const undo of allow) undo();
    expect(said(await look('kubernetes', await town.origin()))).toContainEqual(
      expect.stringMatching(/^ok: permissions are all given, \d+ of them$/),
    );
  });

  it('says one thing about what does not answer', async () => {
    const findings = await look('kubernetes', { url: 'https://127.0.0.1:9' });
    expect(said(findings)).toEqual(['problem: answer does not answer: nothing listens there']);
  });

  it('ends at its deadline where nothing is ever heard', async () => {
    const origin = (): Promise<Origin> => new Promise(() => undefined);
    const [report] = await examine({
      places: { vault: { kind: 'adopted', address: '', origin } },
      needs,
      clock: Date.now,
      timeoutMs: 100,
    });
    expect(said(report?.findings ?? [])).toEqual([
      'problem: answer does not answer: no answer in time',
    ]);
  });

  it('finds no problem in what is not deployed yet', async () => {
    const { kubernetes, origin: kubeconfig } = town;
    const to = { namespace: 'vault', service: 'vault', port: 8200 };
    const connect = createPortForward({ kubernetes, kubeconfig, to });
    const findings = await look(
      'vault',
      { url: 'https://vault.vault.svc', connect },
      { kind: 'deployed' },
    );
    expect(said(findings)).toEqual(['absent: answer is not deployed']);
    expect(findings[0]?.remedy).toBe('Say: deploy vault.');
  });
});
