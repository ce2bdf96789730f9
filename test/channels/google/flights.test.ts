import { expect, test } from 'vitest';
import { createFlights } from '../../../src/channels/google/flights.ts';

const body = (text: string): Uint8Array => new TextEncoder().encode(text);

test('the same body has one id while its first delivery is under way, and another one afterwards', async () => {
  const fly = createFlights();
  const ids: string[] = [];
  const landings: (() => void)[] = [];
  const work = (id: string): Promise<string> => {
    ids.push(id);
    return new Promise((resolve) => landings.push(() => resolve(id)));
  };
  const flights = [fly(body('yes'), work), fly(body('yes'), work), fly(body('no'), work)];
  expect(ids[0]).toBe(ids[1]);
  expect(ids[2]).not.toBe(ids[0]);
  landings[0]?.();
  await flights[0];
  const third = fly(body('yes'), work); // the second delivery is under way still
  expect(ids[3]).toBe(ids[0]);
  for (const land of landings) land();
  await Promise.all([...flights, third]);
  await fly(body('yes'), async (id) => expect(ids).not.toContain(id));
});

test('what fails leaves nothing behind', async () => {
  const fly = createFlights();
  const ids: string[] = [];
  const fail = async (id: string): Promise<void> => {
    ids.push(id);
    throw new Error('it broke');
  };
  await expect(fly(body('yes'), fail)).rejects.toThrow('it broke');
  await expect(fly(body('yes'), fail)).rejects.toThrow('it broke');
  expect(new Set(ids).size).toBe(2);
});
