/** Wallets that this browser keeps: sealed and signed as they are, one entry each. Nothing here sends anything. */
import { readWallet } from '#shared/protocol/make-confirmation.ts';
import type { Wallet } from '#shared/protocol/wallet.ts';

const STORED = 'tokumei.wallet.';

/** A wallet as its file has it, and what stands in it. */
export interface HeldWallet {
  readonly jws: string;
  readonly wallet: Wallet;
}

/** False where this browser keeps nothing. */
export function keepWallet({ jws, wallet }: HeldWallet): boolean {
  try {
    localStorage.setItem(STORED + wallet.serial, jws);
    return true;
  } catch {
    return false;
  }
}

export function forgetWallet({ wallet }: HeldWallet): void {
  try {
    localStorage.removeItem(STORED + wallet.serial);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

/** Newest first; what is no wallet any more is left out. */
export function keptWallets(): HeldWallet[] {
  try {
    const texts = Object.keys(localStorage).filter((name) => name.startsWith(STORED));
    const read = texts.map((name) => readWallet(localStorage.getItem(name) ?? ''));
    return read
      .flatMap((each) => (each.ok ? [each.value] : []))
      .sort((a, b) => (a.wallet.issued < b.wallet.issued ? 1 : -1));
  } catch {
    return [];
  }
}

/** The file that a customer carries on a stick: the signed wallet, as it is. */
export function saveWallet({ jws, wallet }: HeldWallet): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`${jws}\n`], { type: 'application/octet-stream' }));
  link.download = `${wallet.serial.slice(0, 8)}.tokumei-wallet`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** As people read a wallet's number to each other. */
export function groupSerial(serial: string): string {
  return serial.replace(/(.{4})(?=.)/g, '$1 ');
}
