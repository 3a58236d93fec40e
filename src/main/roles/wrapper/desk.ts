import type { giftCommands } from '#shared/desk/gifts.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { ok } from '#shared/result.ts';
import { finishGift, listGifts, lookAtGift } from './gifts.ts';
import type { Wrapper } from './wrapper.ts';

/** The gift-wrapper's side of the staff contract: each command is one use case. */
export function wrapperDesk(wrapper: Wrapper): DeskHandlers<keyof typeof giftCommands> {
  return {
    'gifts.list': async (_, asked) => ok(await listGifts(wrapper, asked)),
    'gifts.open': ({ who }, gift) => lookAtGift(wrapper, who, gift),
    'gifts.done': ({ who }, gift) => finishGift(wrapper, who, gift),
  };
}
