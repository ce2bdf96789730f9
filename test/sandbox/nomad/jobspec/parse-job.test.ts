import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parseJob } from '../../../../src/sandbox/nomad/jobspec/parse-job.ts';
import { refusedJobspecs } from '../../../platforms/nomad/refused-jobspecs.ts';

const ping = new URL('../../../../deploy/jobs/ping.nomad.hcl', import.meta.url);

/** A job with one attribute, whose value is read back as its type. */
function typeOf(expression: string, before = ''): unknown {
  return parseJob(`${before}\njob "x" {\n  type = ${expression}\n}\n`)['Type'];
}

describe('a value', () => {
  test.each([
    ['"plain"', 'plain'],
    ['"a\\n\\t\\"\\\\ \\u00e9 \\U0001F600"', 'a\n\t"\\ é 😀'],
    ['"$${a} %%{b} $ % $a"', '${a} %{b} $ % $a'],
    ['5', '5'],
    ['-1.5e3', '-1500'],
    ['true', 'true'],
    ['null', null],
    ['foo', '${foo}'],
    ['"${attr.kernel.name}-${NOMAD_ALLOC_ID}"', '${attr.kernel.name}-${NOMAD_ALLOC_ID}'],
    ['"a${1}b${true}"', 'a1btrue'],
    ['<<EOF\n  a\n    "b" ${1}\nEOF', '  a\n    "b" 1\n'],
    ['<<-EOF\n    a\n      b\n  EOF', 'a\n  b\n'],
  ])('%j is %j', (expression, value) => {
    expect(typeOf(expression)).toBe(value);
  });

  test.each([
    ['upper("a")', 'Call to unknown function'],
    ['1 + 2', 'Unsupported operator'],
    ['true ? "a" : "b"', 'Unsupported operator'],
    ['"%{ if true }a%{ endif }"', 'Unsupported template directive'],
    ['<<EOF\nnever ends', 'Unterminated template string'],
    ['{ a = 1 b = 2 }', 'Missing attribute separator'],
  ])('%j is more than the sandbox understands, and it says so', (expression, because) => {
    expect(() => typeOf(expression)).toThrow(because);
  });
});

describe('a variable', () => {
  const number = 'variable "v" {\n  type = number\n}\n';

  test.each([
    ['variable "v" {\n  default = "d"\n}\n', '', 'd'],
    [number, 'v = 5', '5'],
    [number, 'v = "5"', '5'],
    [number, 'other = 1\nv = 2', '2'],
    ['variable "v" {\n  type = string\n  default = 7\n}\n', '', '7'],
    ['variable "v" {\n  type = bool\n  default = "true"\n}\n', '', 'true'],
  ])('%j with %j is %j', (declared, given, value) => {
    expect(parseJob(`${declared}job "x" {\n  type = var.v\n}\n`, given)).toMatchObject({
      Type: value,
    });
  });

  test.each([
    [
      number,
      'v = "x"',
      "The value for v is not compatible with the variable's type constraint: a number is required.",
    ],
    [number, 'v = [1]', 'number required, but have tuple'],
    [number, 'v = ', 'unable to parse var content: input.hcl:1,5-5: Missing expression'],
    [number, 'v = 1\nv = 2', 'Attribute redefined'],
    [
      'variable "v" {\n  type = list(string)\n  default = "x"\n}\n',
      '',
      'list required, but have string',
    ],
    ['variable "v" {\n  banana = 1\n}\n', '', 'An argument named "banana" is not expected here.'],
  ])('%j with %j is refused', (declared, given, because) => {
    expect(() => parseJob(`${declared}job "x" {\n  type = var.v\n}\n`, given)).toThrow(because);
  });

  test('of any collection keeps its items', () => {
    const declared = 'variable "v" {\n  type = list(string)\n  default = ["dc1", 2]\n}\n';
    const job = parseJob(`${declared}job "x" {\n  datacenters = var.v\n}\n`);
    expect(job).toMatchObject({ Datacenters: ['dc1', '2'] });
  });

  test('can be named once more by locals', () => {
    expect(
      typeOf('local.a', 'variable "v" {\n  default = "b"\n}\nlocals {\n  a = "x-${var.v}"\n}'),
    ).toBe('x-b');
  });
});

test('comments of all kinds are skipped', () => {
  const hcl = '/* a */ job "x" { // b\n # c\n  type = "t" # d\n  /* e\n f */ priority = 5 // g\n}';
  expect(parseJob(hcl)).toMatchObject({ Type: 't', Priority: 5 });
});

test('blocks become the API’s fields', () => {
  const hcl = `
job "web" {
  datacenters = ["dc1"]
  meta { owner = "me" }
  constraint {
    attribute = "\${attr.kernel.name}"
    value     = "linux"
  }
  group "g" {
    count = 2
    network {
      mode = "bridge"
      port "http" { to = 80 }
      port "admin" { static = 8080 }
    }
    service {
      name = "web"
      port = "http"
      check {
        type     = "http"
        interval = "1m30s"
      }
    }
    task "t" {
      driver = "docker"
      config {
        image = "busybox:1.37"
        mount {
          type = "bind"
        }
      }
      env = {
        PORT = 80
      }
      template {
        data        = "{{ key \\"a\\" }}"
        destination = "local/a"
      }
      identity {
        env = true
      }
      resources {
        cpu    = 20
        memory = 32
      }
    }
  }
}`;
  expect(parseJob(hcl)).toEqual({
    ID: 'web',
    Name: 'web',
    Datacenters: ['dc1'],
    Meta: { owner: 'me' },
    Constraints: [{ LTarget: '${attr.kernel.name}', RTarget: 'linux' }],
    TaskGroups: [
      {
        Name: 'g',
        Count: 2,
        Networks: [
          {
            Mode: 'bridge',
            DynamicPorts: [{ Label: 'http', To: 80 }],
            ReservedPorts: [{ Label: 'admin', Value: 8080 }],
          },
        ],
        Services: [{ Name: 'web', PortLabel: 'http', Checks: [{ Type: 'http', Interval: 90e9 }] }],
        Tasks: [
          {
            Name: 't',
            Driver: 'docker',
            Config: { image: 'busybox:1.37', mount: [{ type: 'bind' }] },
            Env: { PORT: '80' },
            Templates: [{ EmbeddedTmpl: '{{ key "a" }}', DestPath: 'local/a' }],
            Identity: { Env: true },
            Identities: [],
            Resources: { CPU: 20, MemoryMB: 32 },
          },
        ],
      },
    ],
  });
});

test('the ping job takes its count', async () => {
  expect(parseJob(await readFile(ping, 'utf8'), 'count = 12')).toMatchObject({
    ID: 'ping',
    Type: 'service',
    TaskGroups: [{ Name: 'ping', Count: 12, Update: { MaxParallel: 0 } }],
  });
});

// the empty file is refused before it is parsed
test.each(refusedJobspecs.filter(([hcl]) => hcl !== ''))('%j is refused', (hcl, because) => {
  expect(() => parseJob(hcl)).toThrow(because);
});
