import type { ParcelTable } from './tables.ts';

/** Cash at the door, in minor units: for the mall and for the carrier itself. */
export function cashDue(parcel: Pick<ParcelTable, 'amount' | 'surcharge'>): number {
  return (parcel.amount ?? 0) + parcel.surcharge;
}
