import { Agent } from 'undici';
import { connectOver } from './connect-over.ts';
import type { Origin } from './http.ts';

export type Agents = {
  readonly of: (place: Origin) => Agent;
  readonly close: () => Promise<void>;
};

/** Kept-alive connections, by origin. */
export function createAgents(timeoutMs: number): Agents {
  const agents = new Map<Origin, Agent>();

  return {
    of(place) {
      const known = agents.get(place);
      if (known) return known;
      const agent = new Agent({
        connect: place.connect
          ? connectOver(place.connect, place.tls, timeoutMs)
          : { ...place.tls, timeout: timeoutMs },
        connections: 16,
        headersTimeout: 0, // deadlines are signals: a blocking query may rightly wait for minutes
        bodyTimeout: 0,
      });
      agents.set(place, agent);
      return agent;
    },
    async close() {
      await Promise.all(Array.from(agents.values(), (agent) => agent.destroy()));
      agents.clear();
    },
  };
}
