import type { DemoGroup } from '../demo/group.ts';
import type { MarkBook } from './marks.ts';
import type { MarkedOrders } from './orders.ts';

/** What every play works with. */
export interface Stage {
  /** Its desks are recorded. */
  readonly group: DemoGroup;
  readonly book: MarkBook;
  readonly orders: MarkedOrders;
  /** Of every party's vault. */
  readonly passphrase: string;
}

export type Play = (stage: Stage) => Promise<void>;
