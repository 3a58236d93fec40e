/** A label that belongs to no parcel, sealed to this party's own key, read back and opened: proof that printing and keys work. */
import { z } from 'zod';
import { command } from './command.ts';

export interface FirstLabel {
  /** The label, base64 both. */
  readonly pdf: string;
  readonly preview: string;
  /** The main code's digits, as a decoder other than the encoder read them off the finished label. */
  readonly digits: string;
  /** What this party's key opened them to, line by line: made up. */
  readonly opened: readonly string[];
  /** Milliseconds from the first line to the opened envelope. */
  readonly took: number;
}

export const firstLabelCommands = {
  /** Fails as printing a label does, with `unknown-key` where there is no sealing key, and as opening an envelope does. */
  'first-label.make': command<FirstLabel>()(z.object({ language: z.enum(['ja', 'en']) })),
};
