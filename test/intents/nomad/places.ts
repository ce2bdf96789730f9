import { fileURLToPath } from 'node:url';
import { eventually, openHouse, type TestHouse } from '../../house.ts';
import { findReal } from '../../platforms/nomad/places.ts';

/** A house with the job files of these tests, over a Nomad that runs. */
export type Ground = {
  readonly house: TestHouse;
  readonly nomad: string;
  readonly close: () => Promise<void>;
};

const HASHINETES_JOBS = fileURLToPath(new URL('jobs/', import.meta.url));

export async function openOnSandbox(): Promise<Ground> {
  const house = await openHouse({ HASHINETES_JOBS });
  await house.deployNomad();
  await untilReady(house.sandbox!.nomad);
  return { house, nomad: house.sandbox!.nomad, close: house.close };
}

/** The same over a real Nomad, where there is one. */
export async function findGround(): Promise<(() => Promise<Ground>) | undefined> {
  const open = findReal();
  return (
    open &&
    (async () => {
      const place = await open();
      await untilReady(place.url);
      const settings = { HASHINETES_JOBS, HASHINETES_WRITES: '1', NOMAD_ADDR: place.url };
      const house = await openHouse(settings);
      const close = async (): Promise<void> => {
        await house.close();
        await place.close();
      };
      return { house, nomad: place.url, close };
    })
  );
}

async function untilReady(nomad: string): Promise<void> {
  await eventually(async () => {
    const nodes = (await (await fetch(`${nomad}/v1/nodes`)).json()) as { Status: string }[];
    if (nodes.length === 0 || nodes.some(({ Status }) => Status !== 'ready')) throw new Error();
  });
}
