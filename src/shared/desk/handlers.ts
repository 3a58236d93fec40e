import type { Permission, Rank } from '../domain/permission.ts';
import type { Result } from '../result.ts';
import type { CommandName, Input, Output } from './contract.ts';
import type { StationIdentity } from './stations.ts';

/** A call that a station may send again: done once, whatever is lost on the way. */
export interface OnceKey {
  readonly station: string;
  /** UUID that the station gave it. */
  readonly id: string;
  /** When it was made at the station; it may have waited there since. */
  readonly at: Date;
}

/** The account that sits at a screen, as it stands at this moment. */
export interface Seat {
  /** UUID. */
  readonly account: string;
  /** As the trail names the person. */
  readonly name: string;
  readonly rank: Rank;
  readonly permissions: readonly Permission[];
}

/** Who asks: how the trail names the person at the screen, and from where. */
export interface DeskCaller {
  readonly who: string;
  /** Absent where the house itself asks: the command line, a builder. */
  readonly seat?: Seat;
  /** Absent at the party's own desk. */
  readonly station?: StationIdentity;
  readonly once?: OnceKey;
}

/** The answers to the commands of one feature, by name. */
export type DeskHandlers<N extends CommandName = CommandName> = {
  readonly [K in N]: (caller: DeskCaller, input: Input<K>) => Promise<Result<Output<K>>>;
};
