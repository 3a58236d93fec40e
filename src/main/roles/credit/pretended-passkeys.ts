/** Passkeys that are none: what a card without passkeys, or a card of nobody, is asked for. */
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import type { Passkey, PasskeyName } from '#main/vault/index.ts';
import type { Credit } from './credit.ts';

/** Ids as the common authenticators make them: their bytes, and how a browser reaches them. */
const KINDS: readonly { readonly bytes: number; readonly transports: readonly string[] }[] = [
  { bytes: 20, transports: ['hybrid', 'internal'] },
  { bytes: 16, transports: ['hybrid', 'internal'] },
  { bytes: 32, transports: ['internal'] },
];

async function hashBytes(credit: Credit, purpose: string, card: string): Promise<Uint8Array> {
  return fromBase64Url(await credit.vault.keyedHash(purpose, card))!;
}

/** One, for every fourth card two, the same whenever the card is asked about; nothing tells them from real ones. */
export async function pretendPasskeys(credit: Credit, card: string): Promise<PasskeyName[]> {
  const [many, first, second] = await hashBytes(credit, 'passkey-kind', card);
  const kinds = many! % 4 === 0 ? [first!, second!] : [first!];
  return Promise.all(
    kinds.map(async (kind, at) => {
      const { bytes, transports } = KINDS[kind % KINDS.length]!;
      const id = await hashBytes(credit, `passkey-${at}`, card);
      return { id: toBase64Url(id.slice(0, bytes)), transports };
    }),
  );
}

/** Its private key was never kept: what is checked against it costs the usual work and is never right. */
export const PRETENDED_PASSKEY: Passkey = {
  id: '',
  publicKey: fromBase64Url(
    'pQECAyYgASFYIHtRDXst4K3xopIpK5153pdsdrl8rV8bXu4aE810Ii61Ilgg1bK0-QkaYFnfaw5Nx_4ak-agoagoLLmg2ZktVaxf2Mk',
  )!,
  counter: 0,
  transports: [],
};
