/** What was bought: sealed to the mall itself for each counterparty, and nowhere written in clear. */
import { type Contents, decodeContents, encodeContents } from '#shared/protocol/contents-plaintext.ts';
import { currentKey } from '#shared/protocol/party-card.ts';
import { fromBase64Url } from '#shared/bytes.ts';
import { expectOk, type Result } from '#shared/result.ts';
import { sealTo } from '#main/vault/index.ts';
import type { Mall } from './mall.ts';

/** One line of an order, as far as it is sealed. */
export interface SealedLine {
  readonly product: { readonly sku: string; readonly name: string };
  readonly quantity: number;
}

/** Afresh for each counterparty, under its own number: nothing common to join records on. */
export async function sealContents(mall: Mall, number: string, lines: readonly SealedLine[]): Promise<Uint8Array> {
  const items = lines.map(({ product, quantity }) => ({ sku: product.sku, quantity, name: product.name }));
  const key = currentKey({ keys: mall.vault.publicKeys() }, 'seal', mall.clock());
  if (!key) throw new Error('no sealing key in force');
  const binding = { kind: 'contents', recipient: mall.self, number } as const;
  return expectOk(await sealTo(fromBase64Url(key.x)!, binding, encodeContents(items)));
}

/** Opens what stands in the mall's own tables alone: an envelope that came from elsewhere proves nothing. */
export async function openContents(
  mall: Mall,
  { number, contents }: { readonly number: string; readonly contents: Uint8Array },
): Promise<Result<Contents>> {
  const binding = { kind: 'contents', recipient: mall.self, number } as const;
  const opened = await mall.vault.open(contents, binding);
  return opened.ok ? decodeContents(opened.value) : opened;
}
