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

/** Who asks: how the trail names the person at the screen, and from where. */
export interface DeskCaller {
  readonly who: string;
  /** Absent at the party's own desk. */
  readonly station?: StationIdentity;
  readonly once?: OnceKey;
}

/** The answers to the commands of one feature, by name. */
export type DeskHandlers<N extends CommandName = CommandName> = {
  readonly [K in N]: (caller: DeskCaller, input: Input<K>) => Promise<Result<Output<K>>>;
};
