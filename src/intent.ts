import type { z } from 'zod';
import type { Display, Speaker, Turn } from './conversation/turn.ts';
import type { Facts } from './failure.ts';
import type { Consul } from './platforms/consul/consul.ts';
import type { Kubernetes } from './platforms/kubernetes/kubernetes.ts';
import type { Jobs } from './platforms/nomad/job-catalogue.ts';
import type { Nomad } from './platforms/nomad/nomad.ts';
import type { Vault } from './platforms/vault/vault.ts';
import type { Machines } from './stack/machines/machines.ts';
import type { Stack } from './stack/stack.ts';
import type { Workers } from './worker/workers.ts';

export type Risk = 'read' | 'change' | 'destroy';

/** The clients a deed may use. Every call made through them ends with the turn's deadline. */
export type Platforms = {
  readonly consul: Consul;
  readonly kubernetes: Kubernetes;
  readonly nomad: Nomad;
  readonly jobs: Jobs;
  readonly machines: Machines;
  readonly stack: Stack;
  readonly vault: Vault;
  readonly workers: Workers;
};

/** What a deed may see and set of the talk it is part of. */
export type Talk = {
  /** What was said last in this session, for "say that again". */
  readonly lastSpeech: string | undefined;
  readonly setTone: (tone: 'snarky' | 'plain') => void;
  readonly clusters: {
    /** What they are called; none where there is only the one that nobody named. */
    readonly names: readonly string[];
    /** The one that is meant where none is named. */
    readonly current: string | undefined;
    /** Makes it the one that is meant from now on, in this session. */
    readonly use: (name: string) => void;
  };
  /** What was changed, by whoever it was, the latest first. */
  readonly changes: () => readonly Change[];
  /** Takes the change of that number back; `how` is what was said of it, and whether anything was changed. */
  readonly takeBack: (
    number: number,
  ) => Promise<{ readonly how: string; readonly isChanged: boolean }>;
};

/** A change as it is told. */
export type Change = {
  readonly number: number;
  readonly speaker: Speaker['id'];
  readonly at: string;
  readonly isToday: boolean;
  readonly minutesAgo: number;
  /** What was ordered: "run 12 ping jobs". */
  readonly sentence: string;
  /** What would take it back: "stop the ping job"; nothing where nothing can. */
  readonly back: string | undefined;
  /** Why it can not be taken back. */
  readonly final: string | undefined;
  /** Why this speaker may not take it back: the role that it `needed`, or the `limit`; nothing where they may. */
  readonly refused: Facts | undefined;
  /** It was taken back, or took another one back. */
  readonly isSettled: boolean;
};

export type Context = Platforms & {
  readonly speaker: Speaker;
  readonly signal: AbortSignal;
  readonly turn: Turn;
  readonly talk: Talk;
};

/** How a change is taken back: by a deed like any other, or `never`. */
export type Undo = { readonly intent: string; readonly slots: Facts } | 'never';

/** What happened: `reply` names the phrase of the script, `facts` fill it, `run` is work that goes on. */
export type Outcome<R extends string> = {
  readonly reply: R;
  /** A fact that is undefined is unknown: only phrasings that do without it are said. A list is told as people do. */
  readonly facts?: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  readonly display?: Display;
  readonly run?: string;
  /** What there is to be told once it has come to its end, to a channel that can call back. */
  readonly later?: Later;
  /** The slot that turned out to be missing: the reply asks for it, and the answer continues the deed. */
  readonly asks?: string;
  /** Given where something was changed, and only there. */
  readonly undo?: Undo;
  /** The conversation is over after this reply. */
  readonly end?: boolean;
};

/** A question that is asked again and again until its answer is one of the `ends` of its intent. */
export type Later = { readonly intent: string; readonly slots: Facts };

/**
 * What a read-back tells: facts for the question, and slots that the yes is to be about. Where it `isGrave`, the deed
 * waits for a yes to the caution of its script.
 */
export type Foresight = {
  readonly facts: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  readonly slots?: Facts;
  readonly isGrave?: boolean;
};

export type Intent<S extends z.ZodRawShape = z.ZodRawShape, R extends string = string> = {
  readonly slots: z.ZodObject<S>;
  readonly replies: readonly R[];
  readonly risk: Risk;
  /** The replies after which there is nothing more to wait for. */
  readonly ends?: readonly NoInfer<R>[];
  /** The replies that are told, where somebody waits, once they last. */
  readonly stalls?: readonly NoInfer<R>[];
  /** Replies to a question that mean "not here": where nobody named a cluster, the other ones are asked too. */
  readonly elsewhere?: readonly NoInfer<R>[];
  /** Looks before a slot is asked for; an outcome means that no answer would be of use. */
  glance?(
    slots: Partial<z.infer<z.ZodObject<S>>>,
    context: Context,
  ): Promise<Outcome<NoInfer<R>> | undefined>;
  /** Looks before it is asked about; an outcome means that there is nothing to agree to. */
  foresee?(
    slots: z.infer<z.ZodObject<S>>,
    context: Context,
  ): Promise<Foresight | Outcome<NoInfer<R>>>;
  run(slots: z.infer<z.ZodObject<S>>, context: Context): Promise<Outcome<NoInfer<R>>>;
};

/** Gives a literal its type: slots and replies are inferred, and a misspelt reply does not compile. */
export function defineIntent<S extends z.ZodRawShape, const R extends string>(
  intent: Intent<S, R>,
): Intent<S, R> {
  return intent;
}
