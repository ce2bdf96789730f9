import { describe, expect, it } from 'vitest';
import { createVoice, fill } from '../../src/conversation/voice.ts';

const first = createVoice({ random: () => 0 });

describe('fill', () => {
  it.each([
    ['{count:task|tasks}', { count: 1 }, '1 task'],
    ['{count:task|tasks}', { count: 12 }, '12 tasks'],
    ['There are {count:task|tasks}.', { count: 0 }, 'There are no tasks.'],
    [
      '{count:{job} task is|{job} tasks are} running',
      { count: 2, job: 'ping' },
      '2 ping tasks are running',
    ],
    ['{n#it is|all are} ready', { n: 1 }, 'It is ready'],
    ['a {n:word}-node cluster', { n: 3 }, 'a three-node cluster'],
    ['a {n:word}-node cluster', { n: 40 }, 'a 40-node cluster'],
    ['{component:name} is up', { component: 'nomad' }, 'Nomad is up'],
    ['{last}', { last: 'said {this}' }, 'Said {this}'],
  ])('puts facts into %j', (line, facts, filled) => {
    expect(fill(line, facts)).toBe(filled);
  });
});

describe('createVoice', () => {
  const phrase = { say: ['Fact one.', 'Fact two.'], quip: ['Quip.'] };

  it('says the fact, then the quip', () => {
    expect(first.say(phrase, {}, 'snarky', new Map()).speech).toBe('Fact one. Quip.');
  });

  it('leaves the quip out when the tone is plain', () => {
    expect(first.say(phrase, {}, 'plain', new Map()).speech).toBe('Fact one.');
  });

  it('uses every phrasing before it repeats one', () => {
    const one = first.say(phrase, {}, 'plain', new Map());
    const two = first.say(phrase, {}, 'plain', one.used);
    const three = first.say(phrase, {}, 'plain', two.used);
    expect([one, two, three].map(({ speech }) => speech)).toEqual([
      'Fact one.',
      'Fact two.',
      'Fact one.',
    ]);
  });

  it('passes over phrasings whose facts are not known', () => {
    const unsure = { say: ['{leader} leads.', 'Nobody leads.'] };
    expect(first.say(unsure, { leader: undefined }, 'plain', new Map()).speech).toBe(
      'Nobody leads.',
    );
  });

  it('prefers the phrasings that tell most', () => {
    const both = { say: ['It is late.', '{platform} is late.'] };
    expect(first.say(both, { platform: 'Nomad' }, 'plain', new Map()).speech).toBe(
      'Nomad is late.',
    );
  });

  it('throws when no phrasing fits, naming the missing fact', () => {
    expect(() => first.say({ say: ['{leader} leads.'] }, {}, 'plain', new Map())).toThrow(
      'lacks leader',
    );
  });
});
