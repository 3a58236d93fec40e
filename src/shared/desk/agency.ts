/** The agency's desk: what malls asked to have confirmed, and withdrawn wallets. Nothing here names a customer. */
import { z } from 'zod';
import type { Money } from '../domain/money.ts';
import { CONFIRMATION_STATES, type ConfirmationState } from '../protocol/agency-order.ts';
import { command, nothing } from './command.ts';
import { listInput, type ListPage } from './list.ts';

export interface AgencyRequestRow {
  readonly id: string;
  readonly at: string;
  readonly mall: string;
  /** The mall's purchase number. */
  readonly purchase: string;
  readonly amount: Money;
  readonly quantity: number;
  readonly state: ConfirmationState;
  readonly changedAt: string;
}

/** By whom a wallet was withdrawn. */
export const REVOKED_BY = ['staff', 'holder'] as const;

export interface RevokedWalletRow {
  readonly serial: string;
  readonly at: string;
  readonly by: (typeof REVOKED_BY)[number];
  readonly who: string;
  readonly reason: string;
}

export const agencyCommands = {
  'agency.setting': command<{ settlement: string; variant: 'reseal' | 'pass'; enrolUrl: string }>()(nothing),
  'agency.requests': command<ListPage<AgencyRequestRow>>()(listInput(CONFIRMATION_STATES)),
  /** `staff`: withdrawn here; `holder`: given up on the wallet page. */
  'agency.revoked': command<ListPage<RevokedWalletRow>>()(listInput(REVOKED_BY)),
  /** By the serial on the customer's wallet. */
  'agency.revoke': command<void>()(
    z.object({ serial: z.string().regex(/^[A-Za-z0-9_-]{22}$/), reason: z.string().trim().min(1).max(200) }),
  ),
};
