import type { Result } from '../result.ts';
import type { CommandName, Input, Output } from './contract.ts';

/** Who asks: how the trail names the person at the screen. */
export interface DeskCaller {
  readonly who: string;
}

/** The answers to the commands of one feature, by name. */
export type DeskHandlers<N extends CommandName = CommandName> = {
  readonly [K in N]: (caller: DeskCaller, input: Input<K>) => Promise<Result<Output<K>>>;
};
