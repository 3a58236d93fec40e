/** How far an order is, drawn as a way: one for the parcel, one for what goes by mail. */
import type { GoodsState, PurchaseState } from '#shared/domain/states.ts';
import { GOODS_TEXTS, PURCHASE_TEXTS } from '#shared/locale/order-states.ts';
import { FLOWS } from '#shared/locale/shop-flows.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { say, type Text } from '#shared/locale/text.ts';
import { type Html, html } from '../html.ts';
import type { OrderView } from '../views.ts';
import { isPaying } from './order-windows.ts';

const PARCEL_WAY = ['offered', 'accepted', 'packed', 'handed-over', 'shipped', 'delivered'] as const;
const MAIL_WAY = ['ready', 'packed', 'sent', 'forwarded'] as const;

interface Step {
  readonly name: string;
  readonly back: boolean;
}

/** The parcel's steps, with the payment in front where it has a window of its own. */
export function parcelProgress(view: OrderView): Html | false {
  const { state, language, flow } = view;
  if (state === undefined) return false;
  const way: readonly PurchaseState[] = state === 'returned' ? [...PARCEL_WAY.slice(0, -1), 'returned'] : PARCEL_WAY;
  // Of a sealed order the address is typed before the payment; what follows it is the carrier's word.
  const nameOf = (step: PurchaseState): Text =>
    step === 'offered' && flow === 'sealed' ? FLOWS.carrierStep : PURCHASE_TEXTS[step].name;
  const steps = way.map((step) => ({ name: say(nameOf(step), language), back: step === 'returned' }));
  return progress(view, steps, isPaying(view) ? 0 : way.indexOf(state), SHOP.progress);
}

export function goodsProgress(view: OrderView): Html | false {
  const { goods, language } = view;
  if (goods === undefined) return false;
  const way: readonly GoodsState[] = goods === 'failed' ? [...MAIL_WAY.slice(0, -1), 'failed'] : MAIL_WAY;
  const steps = way.map((step) => ({ name: say(GOODS_TEXTS[step].name, language), back: step === 'failed' }));
  return progress(view, steps, isPaying(view) ? 0 : way.indexOf(goods), SHOP.goodsProgress);
}

/** Nothing where it left its way: called off, given back, or never begun. @param at of the steps, without the payment */
function progress(view: OrderView, steps: readonly Step[], at: number, label: Text): Html | false {
  if (at < 0) return false;
  const { language, settlement } = view;
  const names = settlement ? [{ name: say(SHOP.payStep, language), back: false }, ...steps] : steps;
  const current = settlement && !isPaying(view) ? at + 1 : at;
  const last = current === names.length - 1;
  return html`<ol class="way" aria-label="${say(label, language)}">
    ${names.map(({ name, back }, at) => {
      const past = at < current || (at === current && last);
      return html`<li
        class="${past ? 'past' : at === current ? 'current' : 'ahead'}${back && ' back'}"
        ${at === current && html` aria-current="step"`}
      >
        <span class="mark" aria-hidden="true"></span
        >${name}${past && html`<span class="unseen"> ${say(SHOP.done, language)}</span>`}
      </li>`;
    })}
  </ol>`;
}
