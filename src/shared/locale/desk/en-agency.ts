/** The agency’s desk, in English. */
import type { AgencyRequestRow, RevokedWalletRow } from '../../desk/agency.ts';

export const enAgency = {
  at: 'Asked',
  purchase: 'Purchase',
  mall: 'Mall',
  quantity: 'Pieces',
  amount: 'Amount',
  state: 'State',
  states: {
    open: 'To be confirmed',
    sent: 'Being decided',
    again: 'To be confirmed again',
    yes: 'Yes',
    no: 'No',
    expired: 'Not confirmed in time',
  } satisfies Record<AgencyRequestRow['state'], string>,
  changed: 'Since',
  meta: 'No request names a customer, and no name or card is kept here.',
  emptyTitle: 'Nothing has been asked yet',
  emptyExplain: 'Orders that malls want confirmed stand here, with how they ended.',
  setting: 'This agency',
  settlement: 'Settled by',
  variant: 'Customers’ data',
  variants: { reseal: 'Opened and sealed anew for each order', pass: 'Passed on unopened' },
  enrol: 'Customers enrol at',
  revoke: 'Withdraw a wallet',
  revokeTitle: 'Withdraw a wallet for good?',
  revokeExplain:
    'It then works nowhere, copies and files included. The customer makes a new one. The settlement server is not told: a wallet comes to it through here alone.',
  serial: 'Wallet number',
  serialHint: '22 characters, as the customer wrote them down; capitals count.',
  reasonHint: 'It stands in this list, not the customer’s name.',
  revoked: (serial: string) => `Wallet ${serial} is withdrawn`,
  revokedAt: 'Withdrawn',
  by: 'By',
  holder: 'Its holder, on the wallet page',
  byStates: { staff: 'At this desk', holder: 'By its holder' } satisfies Record<RevokedWalletRow['by'], string>,
  revokedEmpty: 'No wallet is withdrawn',
  revokedEmptyExplain:
    'Which wallets there are is kept nowhere: customers alone have them. A lost one is withdrawn here, by its number.',
};
