import { eventually, openHouse } from '../test/house.ts';

const rounds = 200;
const house = await openHouse({ HASHINETES_MAX_TASKS: '20000', HASHINETES_MAX_NODES: '40' });
const order = async (intent: string, slots: object = {}): Promise<string> =>
  (await house.turn({ session: 'bench', intent, slots })).speech;
const become = (intent: string, slots: object, speech: RegExp): Promise<void> =>
  eventually(async () => {
    const said = await order(intent, slots);
    if (!speech.test(said)) throw new Error(said);
  });

await house.deployNomad();
await order('nomad/scale-nodes', { count: 30 });
await become('nomad/list-nodes', {}, /has 30 client machines/);
for (const count of [12, 1_000, 10_000]) {
  await order('nomad/run-job', { job: 'ping', count });
  await become('nomad/job-status', { job: 'ping' }, new RegExp(`${count} (ping|running)`));
  const times = await time();
  process.stdout.write(
    `${count} tasks: "how many are running?" takes ${at(times, 0.5)} ms, ${at(times, 0.95)} ms at the 95th percentile\n`,
  );
}
await house.close();

async function time(): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await order('nomad/job-status', { job: 'ping' });
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b);
}

function at(times: readonly number[], part: number): string {
  return (times[Math.floor(times.length * part)] ?? 0).toFixed(1);
}
