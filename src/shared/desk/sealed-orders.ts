/** The mall's desk: orders that came as a sealed bundle, through an agency, or over a closed network. */
import { z } from 'zod';
import { command } from './command.ts';

/** How an order was made. */
export type OrderFlow = 'window' | 'sealed' | 'agency' | 'closed';

/** One party's part: who has it, and how far it went. Its inside is nobody's but that party's. */
export interface PartRow {
  readonly party: string;
  readonly name: string;
  readonly asks: 'goods' | 'card' | 'destination' | 'gift';
  readonly number: string;
  readonly scheme?: 'hpke' | 'blom' | 'agreed';
  readonly state: 'awaited' | 'confirmed' | 'received' | 'sent' | 'yes' | 'no';
}

export interface SealedOrder {
  readonly flow: OrderFlow;
  readonly parts: readonly PartRow[];
  /** The agency that was asked, and what it said. */
  readonly agency?: { readonly party: string; readonly name: string; readonly state: 'asked' | 'yes' | 'no' };
  /** The bundle as it was received, JSON; of sealed orders, and of an inquiry's one part. */
  readonly bundle?: string;
}

export const sealedOrderCommands = {
  /** How an order was made and who got which part; `purchase`: any of the order's own numbers. */
  'sealed.open': command<SealedOrder>()(z.object({ purchase: z.string().max(64) })),
};
