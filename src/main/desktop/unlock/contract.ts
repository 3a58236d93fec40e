/** What the passphrase page and the shell say to each other. */
import type { ErrorCode } from '#shared/errors.ts';
import type { Language } from '../words.ts';

export interface UnlockFacts {
  readonly language: Language;
  /** The party's data folder, so that nobody types one party's passphrase at another's. */
  readonly folder: string;
  /** Whether this computer can keep the key; else the passphrase is asked for at every start. */
  readonly keepsKey: boolean;
}

export interface UnlockBridge {
  facts(): Promise<UnlockFacts>;
  /** Why it did not open, or null: then the window goes away by itself. */
  open(passphrase: string): Promise<ErrorCode | null>;
}
