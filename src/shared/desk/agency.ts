/** The agency's desk: what malls asked to have confirmed, and withdrawn wallets. Nothing here names a customer. */
import { z } from 'zod';
import type { Money } from '../domain/money.ts';
import { command, cursorSchema, nothing } from './command.ts';

export interface AgencyRequestRow {
  readonly id: string;
  readonly at: string;
  readonly mall: string;
  /** The mall's purchase number. */
  readonly purchase: string;
  readonly amount: Money;
  readonly quantity: number;
  readonly state: 'open' | 'sent' | 'again' | 'yes' | 'no' | 'expired';
  readonly changedAt: string;
}

export interface RevokedWalletRow {
  readonly serial: string;
  readonly at: string;
  readonly who: string;
  readonly reason: string;
}

/** Goes on behind `<time>|<id>`. */
export function agencyCursor({ at, id }: Pick<AgencyRequestRow, 'at' | 'id'>): string {
  return `${at}|${id}`;
}

export const agencyCommands = {
  'agency.setting': command<{ settlement: string; variant: 'reseal' | 'pass'; enrolUrl: string }>()(nothing),
  /** Newest first. */
  'agency.requests': command<AgencyRequestRow[]>()(
    z.object({
      limit: z.int().min(1).max(200).default(100),
      before: cursorSchema.optional(),
      state: z.enum(['open', 'sent', 'again', 'yes', 'no', 'expired']).optional(),
      mall: z.string().max(253).optional(),
      purchase: z.string().max(64).optional(),
    }),
  ),
  'agency.revoked': command<RevokedWalletRow[]>()(nothing),
  /** By the serial on the customer's wallet. */
  'agency.revoke': command<void>()(
    z.object({ serial: z.string().regex(/^[A-Za-z0-9_-]{22}$/), reason: z.string().trim().min(1).max(200) }),
  ),
};
