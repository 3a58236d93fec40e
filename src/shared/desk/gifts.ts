/** The gift-wrapper's desk: cards to be written. It knows the words on a card and the mall that asks, and nothing else. */
import { z } from 'zod';
import { command } from './command.ts';
import { listInput, type ListPage } from './list.ts';

export const GIFT_STATES = ['open', 'done'] as const;
export type GiftState = (typeof GIFT_STATES)[number];

export interface GiftRow {
  /** The mall's purchase number for the wrapper. */
  readonly purchase: string;
  readonly mall: string;
  readonly mallName: string;
  readonly at: string;
  readonly state: GiftState;
  readonly doneAt?: string;
}

export const giftCommands = {
  /** By when they came; written ones by when they were written. */
  'gifts.list': command<ListPage<GiftRow>>()(listInput(GIFT_STATES)),
  /** The words, opened for this one look; recorded in the trail. */
  'gifts.open': command<{ text: string }>()(z.object({ purchase: z.string().max(64), mall: z.string().max(253) })),
  'gifts.done': command<void>()(z.object({ purchase: z.string().max(64), mall: z.string().max(253) })),
};
