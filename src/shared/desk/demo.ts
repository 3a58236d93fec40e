/** The one window of a demo group: three desks, the shop, and a story whose steps are ticked off by what happens. */
import { z } from 'zod';
import { type Command, command, nothing } from './command.ts';
import type { Knowledge } from './knowledge.ts';

export const DEMO_DESKS = ['mall', 'credit', 'carrier'] as const;
export type DemoDesk = (typeof DEMO_DESKS)[number];

/** In their order; each is done when a party's own records say so. */
export const STORY = ['order', 'settle', 'address', 'print', 'accept', 'arrive', 'deliver', 'compare'] as const;
export type StoryStep = (typeof STORY)[number];

/** Who plays at a desk, and with what. */
export interface DemoPlayer {
  readonly name: string;
  readonly secret: string;
}

export interface DemoState {
  readonly parties: Readonly<Record<DemoDesk, { readonly name: string; readonly origin: string }>>;
  readonly player: DemoPlayer;
  readonly shop: string;
  /** A customer of the credit company: what is typed into its window. */
  readonly card: { readonly number: string; readonly password: string; readonly words: readonly string[] };
  readonly done: readonly StoryStep[];
  /** Of the story's order, as far as the parties have given them. */
  readonly numbers: { readonly purchase?: string; readonly receipt?: string; readonly shipping?: string };
  /** The main code's digits, once the label is printed: what a scanner would send. */
  readonly label?: string;
}

export type DemoKnowledge = Readonly<Partial<Record<DemoDesk, Knowledge['facts']>>>;

export const demoCommands = {
  'demo.look': command<DemoState>()(nothing),
  /** A fresh one-time link to a desk. */
  'demo.desk': command<{ readonly link: string }>()(z.object({ desk: z.enum(DEMO_DESKS) })),
  /** What each party's own records say that it knows of the story's order. */
  'demo.compare': command<DemoKnowledge>()(nothing),
  /** The root certificate of the group, PEM. */
  'demo.root': command<{ readonly pem: string }>()(nothing),
  /** The story from its beginning, with the next order. */
  'demo.again': command<DemoState>()(nothing),
};
export type DemoCommands = typeof demoCommands;
export type DemoCommandName = keyof DemoCommands;
export type DemoInput<N extends DemoCommandName> = z.input<DemoCommands[N]['input']>;
export type DemoOutput<N extends DemoCommandName> = DemoCommands[N] extends Command<z.ZodType, infer O> ? O : never;
