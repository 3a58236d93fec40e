/** The office's commands for one partner: its card by address, what it may send, what is wrong between us. */
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { partnerCommands } from '#shared/desk/partners.ts';
import { fail, ok } from '#shared/result.ts';
import { screenQrRows } from '#main/labels/index.ts';
import {
  addPartner,
  allowPartner,
  fetchCard,
  judgePartnerClocks,
  lookAtPartner,
  type PartnerNetwork,
  partnerRows,
  type Post,
  resumePartner,
} from '#main/post/index.ts';

export function partnersDesk(
  post: Post,
  currentNetwork: () => PartnerNetwork,
): DeskHandlers<keyof typeof partnerCommands> {
  const rowOf = async (id: string) => (await partnerRows(post)).find((row) => row.id === id);
  return {
    'partners.fetch': async ({ who }, { url }) => {
      const card = await fetchCard(url, currentNetwork());
      if (!card.ok) return card;
      const added = await addPartner(post, who, card.value);
      if (!added.ok) return added;
      const row = await rowOf(added.value.id);
      return row ? ok(row) : fail('not-found');
    },
    'partners.look': async (_, { id }) => {
      const look = await lookAtPartner(post, id);
      const row = look.ok ? await rowOf(id) : undefined;
      if (!look.ok) return look;
      return row ? ok({ ...look.value, code: screenQrRows(row.safetyNumber) }) : fail('partner-unknown');
    },
    'partners.resume': ({ who }, order) => resumePartner(post, who, order),
    'partners.allow': ({ who }, choice) => allowPartner(post, who, choice),
    'partners.clocks': async () => ok(await judgePartnerClocks(post)),
  };
}
