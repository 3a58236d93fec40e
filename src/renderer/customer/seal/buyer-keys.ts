/**
 * The buyer's own keys: made in the browser for one order, kept in this browser and in the file that the buyer may save.
 * The shop gets the public half. Nothing here sends anything anywhere.
 */
import { fromBase64Url, toBase64Url, toHex } from '#shared/bytes.ts';
import { canSeal } from './can-seal.ts';

/** Both halves, 32 raw bytes each. */
export interface BuyerKeyPair {
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly privateKey: Uint8Array<ArrayBuffer>;
}

const FORMAT = 'buyer-key/1';
const STORED = 'tokumei.buyer-key.';

/** Whether this browser has X25519 and keeps something: a key that is lost with the window opens nothing later. */
export async function canMakeBuyerKey(): Promise<boolean> {
  try {
    localStorage.setItem(`${STORED}try`, '');
    localStorage.removeItem(`${STORED}try`);
  } catch {
    return false;
  }
  return canSeal();
}

/** A fresh X25519 key pair, kept in this browser when it returns. Rejects where that can't be. */
export async function makeBuyerKey(): Promise<BuyerKeyPair> {
  const pair = (await crypto.subtle.generateKey({ name: 'X25519' }, true, ['deriveBits'])) as CryptoKeyPair;
  const { x, d } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  const keyPair = { publicKey: fromBase64Url(x!)!, privateKey: fromBase64Url(d!)! };
  localStorage.setItem(STORED + x!, keyFileText(keyPair));
  return keyPair;
}

/** `{"tokumei":"buyer-key/1","publicKey":…,"privateKey":…}`, base64url. */
function keyFileText({ publicKey, privateKey }: BuyerKeyPair): string {
  const members = { tokumei: FORMAT, publicKey: toBase64Url(publicKey), privateKey: toBase64Url(privateKey) };
  return `${JSON.stringify(members)}\n`;
}

/** What the buyer may save of a key that this browser keeps; `undefined` where it keeps none. */
export function keyFile(publicKey: Uint8Array): { readonly name: string; readonly text: string } | undefined {
  const name = toBase64Url(publicKey);
  const text = keptText(STORED + name);
  return readKeyFile(text) && { name: `tokumei-key-${name.slice(0, 8)}.json`, text };
}

/** `undefined` for anything that is not such a file. */
export function readKeyFile(text: string): BuyerKeyPair | undefined {
  try {
    const { tokumei, publicKey, privateKey } = JSON.parse(text) as Record<string, unknown>;
    const keyPair = { publicKey: fromBase64Url(String(publicKey)), privateKey: fromBase64Url(String(privateKey)) };
    const isOne = tokumei === FORMAT && keyPair.publicKey?.length === 32 && keyPair.privateKey?.length === 32;
    return isOne ? (keyPair as BuyerKeyPair) : undefined;
  } catch {
    return undefined;
  }
}

/** The id by which a package names its key: the first 4 bytes of SHA-256 of the public half, 8 hexadecimal digits. */
export async function buyerKeyId({ publicKey }: BuyerKeyPair): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', publicKey)).subarray(0, 4));
}

/** One of those that this browser keeps. @param keyId 8 hexadecimal digits */
export async function findBuyerKey(keyId: string): Promise<BuyerKeyPair | undefined> {
  for (const name of keptNames()) {
    const keyPair = readKeyFile(keptText(name));
    if (keyPair && (await buyerKeyId(keyPair)) === keyId) return keyPair;
  }
  return undefined;
}

function keptText(name: string): string {
  try {
    return localStorage.getItem(name) ?? '';
  } catch {
    return '';
  }
}

function keptNames(): string[] {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(STORED));
  } catch {
    return [];
  }
}
