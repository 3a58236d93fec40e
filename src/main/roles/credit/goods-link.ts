import { open, type FileHandle } from 'node:fs/promises';
import { fail, ok, type Result } from '#shared/result.ts';
import { randomToken, tokenHash } from '#main/vault/index.ts';
import type { Credit } from './credit.ts';

/** How long a large package can be fetched. */
export const LINK_DAYS = 30;

export interface GoodsLink {
  readonly url: string;
  readonly expiresAt: string;
}

/**
 * A link of its own for every mail: a try whose answer was lost may have arrived. The token is kept as its hash. Fails
 * with `no-public-pages` on a closed network.
 */
export async function newGoodsLink(credit: Credit, receipt: string): Promise<Result<GoodsLink>> {
  const { publicUrl } = credit;
  if (publicUrl === undefined) return fail('no-public-pages');
  const token = randomToken();
  const expiresAt = new Date(credit.clock().getTime() + LINK_DAYS * 86_400_000).toISOString();
  await credit.storage.write((db) =>
    db
      .insertInto('goods_link')
      .values({ token_hash: tokenHash(token), receipt, expires_at: expiresAt })
      .execute(),
  );
  return ok({ url: `${publicUrl}/goods/${token}`, expiresAt });
}

/** A package that a customer may fetch. */
export interface FetchedPackage {
  readonly receipt: string;
  readonly bytes: number;
  /** SHA-256, base64url. */
  readonly sha256: string;
  readonly expiresAt: string;
}

/** Fails with `link-expired` alike where the token is wrong, over, or its package gone. */
export async function findGoodsLink(credit: Credit, token: string): Promise<Result<FetchedPackage>> {
  const row = await credit.storage.read
    .selectFrom('goods_link')
    .innerJoin('forwarding', 'forwarding.receipt', 'goods_link.receipt')
    .select(['forwarding.receipt', 'bytes', 'sha256', 'expires_at', 'state'])
    .where('token_hash', '=', tokenHash(token))
    .where('expires_at', '>', credit.clock().toISOString())
    .executeTakeFirst();
  if (!row || row.state === 'closed' || row.state === 'withdrawn') return fail('link-expired');
  const { receipt, bytes, sha256, expires_at: expiresAt } = row;
  return ok({ receipt, bytes, sha256, expiresAt });
}

/** The whole package as a file; the caller closes it. Fails with `link-expired` where it is gone. */
export async function openPackage(credit: Credit, receipt: string): Promise<Result<FileHandle>> {
  try {
    return ok(await open(credit.packages.pathOf(receipt), 'r'));
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return fail('link-expired');
    throw error;
  }
}
