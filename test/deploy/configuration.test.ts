import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createAuthority, issueLeaf, type Pair } from '../../src/stack/identity/authority.ts';
import { drawKey } from '../../src/stack/identity/draw.ts';
import { mapValues } from '../../src/stack/identity/map-values.ts';
import { filesEnding, readObjects, readText } from './objects.ts';

const maps = readObjects()
  .filter(({ object }) => object.kind === 'ConfigMap')
  .flatMap(({ file, object }) =>
    Object.entries(object['data'] as Record<string, string>).map(
      ([key, text]) => [`${file} ${key}`, text] as const,
    ),
  );
const ending = (suffix: string) => maps.filter(([name]) => name.endsWith(suffix));

const hasNomad = spawnSync('nomad', ['version']).status === 0;
if (!hasNomad)
  it.skip("Nomad's configuration is NOT checked by Nomad: there is none here", () => undefined);

function run(program: string, args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}) {
  const { status, stderr, stdout } = spawnSync(program, args, {
    input,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, said: `${stdout}${stderr}` };
}

function folder(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'deploy-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

describe('shell scripts', () => {
  const scripts = filesEnding('.sh').map((file) => [file, readText(file)] as const);
  it.each([...scripts, ...ending('.sh')])('%s can be read by sh', (_name, text) => {
    expect(run('sh', ['-n'], text)).toEqual({ status: 0, said: '' });
  });
});

describe('JSON', () => {
  it.each(ending('.json'))('%s is well formed', (_name, text) => {
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });
});

const start = (own: string, folderOf: string): string =>
  own
    .replaceAll(/\/(nomad|consul)\/local/g, folderOf)
    .replace('/etc/resolv.conf', `${folderOf}/resolv.conf`)
    .replace(/until nslookup.*\n/, 'until true; do\n')
    .replace(/nslookup "\$1" 2> \/dev\/null/, `cat ${folderOf}/nslookup`);

const resolv = 'search nomad.svc.c.test svc.c.test c.test\nnameserver 10.96.0.10\n';
const scriptOf = (name: string): string =>
  ending('init.sh').find(([one]) => one.startsWith(name))?.[1] ?? '';

describe('the start of a server', () => {
  it('tells Nomad its peer, the others and the size', () => {
    const path = folder({ 'resolv.conf': resolv });
    const env = { POD_NAME: 'nomad-1', POD_IP: '10.0.0.7', SERVERS: '3' };
    expect(run('sh', ['-c', start(scriptOf('nomad/'), path)], '', env).status).toBe(0);
    const { said } = run('cat', [join(path, 'local.hcl')]);
    expect(said).toContain('name = "nomad-1"');
    expect(said).toContain('rpc  = "nomad-1-peer.nomad.svc.c.test"');
    expect(said).toContain('bootstrap_expect = 3');
    expect(said.match(/retry_join.*/)?.[0]).toBe(
      `retry_join     = [${[0, 2, 3, 4].map((n) => `"nomad-${n}-peer.nomad.svc.c.test"`).join(', ')}]`,
    );
    const balanced = { ...env, CLIENT_RPC: '10.1.1.1' };
    run('sh', ['-c', start(scriptOf('nomad/'), path)], '', balanced);
    expect(run('cat', [join(path, 'local.hcl')]).said).toContain('rpc  = "10.1.1.1"');
  });

  it.each([
    [
      'new',
      'Server:\t10.96.0.10\nAddress:\t10.96.0.10:53\n\nName:\tconsul-2-peer\nAddress: 10.96.3.4\n',
    ],
    [
      'old',
      'Server:    10.96.0.10\nAddress 1: 10.96.0.10 dns\n\nName:      consul-2-peer\nAddress 1: 10.96.3.4 x\n',
    ],
  ])('tells Consul the number of its peer, as a %s busybox gives it', (_age, answer) => {
    const path = folder({ 'resolv.conf': resolv, nslookup: answer });
    const env = { POD_NAME: 'consul-2', SERVERS: '5' };
    expect(run('sh', ['-c', start(scriptOf('consul/'), path)], '', env)).toEqual({
      status: 0,
      said: '',
    });
    expect(JSON.parse(run('cat', [join(path, 'local.json')]).said)).toEqual({
      node_name: 'consul-2',
      advertise_addr: '10.96.3.4',
      bootstrap_expect: 5,
      retry_join: [0, 1, 3, 4].map((n) => `consul-${n}-peer.consul.svc.c.test`),
    });
  });
});

describe.runIf(hasNomad)('Nomad', () => {
  const chance = { clock: Date.now, random: randomBytes };
  let ca: Pair;
  let leaf: Pair;
  beforeAll(async () => {
    ca = await createAuthority(chance);
    leaf = await issueLeaf(ca, ['localhost'], chance);
  });
  const validate = (files: Readonly<Record<string, string>>): string => {
    const pki = folder({
      'ca.crt': ca.certificate,
      'tls.crt': leaf.certificate,
      'tls.key': leaf.key,
    });
    const placed = mapValues(files, (text) =>
      text.replaceAll(/\/(nomad\/tls|etc\/nomad\.d)(?=\/)/g, pki),
    );
    return run('nomad', ['config', 'validate', folder(placed)]).said;
  };

  it('accepts the configuration of its servers', () => {
    const path = folder({ 'resolv.conf': resolv });
    const env = { POD_NAME: 'nomad-0', POD_IP: '127.0.0.1', SERVERS: '3' };
    run('sh', ['-c', start(scriptOf('nomad/'), path)], '', env);
    const files = {
      'server.hcl': ending('server.hcl').find(([name]) => name.startsWith('nomad/'))?.[1] ?? '',
      'local.hcl': run('cat', [join(path, 'local.hcl')]).said,
      'secrets.hcl': `server {\n  encrypt = "${drawKey(randomBytes)}"\n}\n`,
    };
    expect(validate(files)).toBe('Configuration is valid!\n');
  });

  it('accepts the configuration of its clients', () => {
    const [, text = ''] = /client\.hcl <<EOF\n(.*?)\nEOF/s.exec(readText('clients/start.sh')) ?? [];
    expect(validate({ 'client.hcl': text.replaceAll(/\$(\w+)/g, 'x') })).toBe(
      'Configuration is valid!\n',
    );
  });
});

describe('policies', () => {
  it.each(filesEnding('.hcl'))('%s is written as hclfmt would', (file) => {
    expect(readText(file)).not.toMatch(/\t| +\n|\n\n\n/);
  });
});
