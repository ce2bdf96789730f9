import type { Converse } from '../conversation/converse.ts';
import type { Reply, Turn } from '../conversation/turn.ts';

/**
 * A mouth and an ear. `read` makes a turn of one delivery and throws a `Refusal` at one it will not hear;
 * nothing read means that nothing was said (a health check, a form still being filled), and `write` then
 * answers without a reply. `deadlineMs` is how long the platform waits, with a margin.
 */
export type Channel<Incoming> = {
  readonly name: string;
  readonly deadlineMs: number;
  readonly read: (incoming: Incoming) => Promise<Turn | undefined>;
  readonly write: (reply: Reply | undefined, incoming: Incoming) => object;
};

/** Takes one delivery from request to response: read, converse within the channel's deadline, write. */
export async function deliver<Incoming>(
  channel: Channel<Incoming>,
  converse: Converse,
  incoming: Incoming,
): Promise<object> {
  const turn = await channel.read(incoming);
  const reply = turn && (await within(channel.deadlineMs, converse(turn)));
  return channel.write(reply, incoming);
}

const tooLate = 'That is taking longer than it should. Please ask me again in a moment.';

async function within(deadlineMs: number, reply: Promise<Reply>): Promise<Reply> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Reply>((resolve) => {
    timer = setTimeout(resolve, deadlineMs, { kind: 'tell', speech: tooLate, text: tooLate });
  });
  return Promise.race([reply, late]).finally(() => clearTimeout(timer));
}

/** A delivery that is not heard: a 4xx whose JSON names the `field` at fault and the `remedy`, and no more. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly field: string;
  readonly remedy: string;

  constructor(
    status: number,
    { error, field, remedy }: { error: string; field: string; remedy: string },
    options?: ErrorOptions,
  ) {
    super(error, options);
    this.status = status;
    this.field = field;
    this.remedy = remedy;
  }

  toJSON(): { error: string; field: string; remedy: string } {
    return { error: this.message, field: this.field, remedy: this.remedy };
  }
}
