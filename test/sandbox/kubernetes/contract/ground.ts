import type { Door } from '../door.ts';

/** What a part of the contract is tested with: a server, and a namespace of its own there. */
export type Ground = Pick<Door, 'send' | 'watch'> & {
  readonly namespace: string;
  /** Where the ConfigMaps of that namespace are. */
  readonly maps: string;
};
