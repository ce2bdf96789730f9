import type { z } from 'zod';
import type { Display, Speaker, Turn } from './conversation/turn.ts';
import type { Kubernetes } from './platforms/kubernetes/kubernetes.ts';
import type { Jobs } from './platforms/nomad/job-catalogue.ts';
import type { Nomad } from './platforms/nomad/nomad.ts';
import type { Stack } from './stack/stack.ts';

export type Risk = 'read' | 'change' | 'destroy';

/** The clients a deed may use. Every call made through them ends with the turn's deadline. */
export type Platforms = {
  readonly kubernetes: Kubernetes;
  readonly nomad: Nomad;
  readonly jobs: Jobs;
  readonly stack: Stack;
};

/** What a deed may see and set of the talk it is part of. */
export type Talk = {
  /** What was said last in this session, for "say that again". */
  readonly lastSpeech: string | undefined;
  readonly setTone: (tone: 'snarky' | 'plain') => void;
};

export type Context = Platforms & {
  readonly speaker: Speaker;
  readonly signal: AbortSignal;
  readonly turn: Turn;
  readonly talk: Talk;
};

/** What happened: `reply` names the phrase of the script, `facts` fill it, `run` is work that goes on. */
export type Outcome<R extends string> = {
  readonly reply: R;
  /** A fact that is undefined is unknown: only phrasings that do without it are said. */
  readonly facts?: Readonly<Record<string, string | number | undefined>>;
  readonly display?: Display;
  readonly run?: string;
  /** The conversation is over after this reply. */
  readonly end?: boolean;
};

export type Intent<S extends z.ZodRawShape = z.ZodRawShape, R extends string = string> = {
  readonly slots: z.ZodObject<S>;
  readonly replies: readonly R[];
  readonly risk: Risk;
  run(slots: z.infer<z.ZodObject<S>>, context: Context): Promise<Outcome<NoInfer<R>>>;
};

/** Gives a literal its type: slots and replies are inferred, and a misspelt reply does not compile. */
export function defineIntent<S extends z.ZodRawShape, const R extends string>(
  intent: Intent<S, R>,
): Intent<S, R> {
  return intent;
}
