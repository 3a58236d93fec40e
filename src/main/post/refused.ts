/** Messages of partners that were refused here, so that staff can see what is wrong between two programs. */
import type { RefusedRow } from '#shared/desk/partners.ts';
import { ERRORS } from '#shared/errors.ts';
import type { Failure } from '#shared/result.ts';
import type { Writable } from '#main/storage/index.ts';
import type { Post, PostTables } from './post.ts';

/** A partner that sends nothing but what is refused fills no disk. */
const KEPT = 200;

/** Notes a refusal of a message whose sender is proven; what only came too early is no refusal. */
export async function noteRefused(
  post: Post,
  message: { readonly source: string; readonly id: string; readonly type: string },
  { code }: Failure,
): Promise<void> {
  if (ERRORS[code].status >= 500) return;
  const { source, id } = message;
  // A type that nobody knows is the partner's own words.
  const type = message.type.replace(/[^a-z.-]/g, '').slice(0, 64);
  const at = post.clock().toISOString();
  await post.storage.write(async (db) => {
    await db
      .insertInto('refused_message')
      .values({ source, id, at, type, code, times: 1 })
      .onConflict((conflict) =>
        conflict
          .columns(['source', 'id'])
          .doUpdateSet((eb) => ({ at, code, times: eb('refused_message.times', '+', 1) })),
      )
      .execute();
    const oldest = await db
      .selectFrom('refused_message')
      .select('at')
      .where('source', '=', source)
      .orderBy('at', 'desc')
      .offset(KEPT)
      .limit(1)
      .executeTakeFirst();
    if (oldest)
      await db.deleteFrom('refused_message').where('source', '=', source).where('at', '<=', oldest.at).execute();
    post.changes.announce('partners');
  });
}

/** Taken after all. */
export async function forgetRefused(db: Writable<PostTables>, source: string, id: string): Promise<void> {
  await db.deleteFrom('refused_message').where('source', '=', source).where('id', '=', id).execute();
}

/** Latest first. */
export async function listRefused(post: Post, source: string, limit: number): Promise<RefusedRow[]> {
  return post.storage.read
    .selectFrom('refused_message')
    .select(['at', 'type', 'code', 'times'])
    .where('source', '=', source)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute();
}
