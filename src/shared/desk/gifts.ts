/** The gift-wrapper's desk: cards to be written. It knows the words on a card and the mall that asks, and nothing else. */
import { z } from 'zod';
import { command, nothing } from './command.ts';

export interface GiftRow {
  /** The mall's purchase number for the wrapper. */
  readonly purchase: string;
  readonly mall: string;
  readonly mallName: string;
  readonly at: string;
  readonly state: 'open' | 'done';
  readonly doneAt?: string;
}

export const giftCommands = {
  /** Open ones, oldest first; then the done ones, newest first. */
  'gifts.list': command<GiftRow[]>()(nothing),
  /** The words, opened for this one look; recorded in the trail. */
  'gifts.open': command<{ text: string }>()(z.object({ purchase: z.string().max(64), mall: z.string().max(253) })),
  'gifts.done': command<void>()(z.object({ purchase: z.string().max(64), mall: z.string().max(253) })),
};
