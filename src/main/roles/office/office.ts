/**
 * What every role's desk has: who we are, partners, post, the trail. Called by the desk door beside the role's own
 * commands. It must never return a key or an address.
 */
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { officeCommands } from '#shared/desk/office.ts';
import { inBulk } from '#shared/desk/list.ts';
import { fail, ok } from '#shared/result.ts';
import { listTrail, trailPeople } from '#main/audit/index.ts';
import {
  addPartner,
  approvePartner,
  choosePartnerVariant,
  listWaiting,
  partnerRows,
  type Post,
  retryMessage,
  retryNow,
  suspendPartner,
} from '#main/post/index.ts';

export function officeDesk(
  post: Post,
  currentCard: () => Promise<string>,
): DeskHandlers<Exclude<keyof typeof officeCommands, 'office.enter' | 'office.leave' | 'office.sign'>> {
  return {
    'office.card': async () => ok({ card: await currentCard() }),
    'partners.list': async () => ok(await partnerRows(post)),
    'partners.add': async ({ who }, { card }) => {
      const added = await addPartner(post, who, card.trim());
      if (!added.ok) return added;
      const row = (await partnerRows(post)).find(({ id }) => id === added.value.id);
      return row ? ok(row) : fail('not-found');
    },
    'partners.approve': ({ who }, approval) => approvePartner(post, who, approval),
    'partners.suspend': ({ who }, { id, reason }) => suspendPartner(post, who, id, reason),
    'partners.choose-variant': ({ who }, choice) => choosePartnerVariant(post, who, choice),
    'post.waiting': async (_, asked) => ok(await listWaiting(post, asked)),
    'post.retry': async ({ who }, { partner }) => ok(await retryNow(post, who, partner)),
    'post.retry-many': async ({ who }, { ids }) => ok(await inBulk(ids, (id) => retryMessage(post, who, id))),
    'trail.list': async (_, asked) => ok(await listTrail(post.storage.read, asked)),
    'trail.people': async () => ok(await trailPeople(post.storage.read)),
  };
}
