/**
 * What every role's desk has: who we are, partners, post, the trail. Called by the desk door beside the role's own
 * commands. It must never return a key or an address.
 */
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { Office } from '#shared/desk/office.ts';
import type { officeCommands } from '#shared/desk/office.ts';
import { fail, ok } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import {
  addPartner,
  approvePartner,
  choosePartnerVariant,
  listWaiting,
  partnerRows,
  type Post,
  retryNow,
  suspendPartner,
} from '#main/post/index.ts';

export function officeDesk(
  post: Post,
  office: Office,
  currentCard: () => Promise<string>,
): DeskHandlers<keyof typeof officeCommands> {
  return {
    'office.enter': async ({ station }) => ok(station ? { ...office, station } : office),
    'office.card': async () => ok({ card: await currentCard() }),
    'partners.list': async () => ok(await partnerRows(post)),
    'partners.add': async ({ who }, { card }) => {
      const added = await addPartner(post, who, card.trim());
      if (!added.ok) return added;
      const row = (await partnerRows(post)).find(({ id }) => id === added.value.id);
      return row ? ok(row) : fail('not-found');
    },
    'partners.approve': ({ who }, approval) => approvePartner(post, who, approval),
    'partners.suspend': ({ who }, { id }) => suspendPartner(post, who, id),
    'partners.choose-variant': ({ who }, choice) => choosePartnerVariant(post, who, choice),
    'post.waiting': async () => ok(await listWaiting(post)),
    'post.retry': async ({ who }, { partner }) => ok(await retryNow(post, who, partner)),
    'trail.list': async (_, page) => ok(await readTrail(post.storage.read, page)),
  };
}
