import { Agent, type Dispatcher } from 'undici';
import { connectOver } from './connect-over.ts';
import type { Origin } from './http.ts';
import { tellLeaving } from './tell-leaving.ts';

export type Agents = {
  /** What sends there, and says when it begins to. */
  readonly of: (place: Origin, leaving?: () => void) => Dispatcher;
  readonly close: () => Promise<void>;
};

/** Kept-alive connections, by origin. */
export function createAgents(timeoutMs: number): Agents {
  const agents = new Map<Origin, Agent>();

  function find(place: Origin): Agent {
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
  }

  return {
    of: (place, leaving) => (leaving ? tellLeaving(find(place), leaving) : find(place)),
    async close() {
      await Promise.all(Array.from(agents.values(), (agent) => agent.destroy()));
      agents.clear();
    },
  };
}
