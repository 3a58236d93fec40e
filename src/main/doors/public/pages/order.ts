/** `/order`: opens the windows for payment and delivery, waits for what they say, then follows parcel, mail and money. */
import type { GoodsState, PurchaseState } from '#shared/domain/states.ts';
import { PAY_TEXTS } from '#shared/locale/customer.ts';
import { GOODS_TEXTS, PARCEL_ENDS, PAYMENT_ENDS, PURCHASE_TEXTS } from '#shared/locale/order-states.ts';
import { KNOWS } from '#shared/locale/knowledge.ts';
import { FLOWS } from '#shared/locale/shop-flows.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { say, type Text } from '#shared/locale/text.ts';
import { type Html, html } from '../html.ts';
import type { OrderSettlement, OrderView } from '../views.ts';
import { layout } from './layout.ts';
import { buyerKeySheet, refundSheet } from './order-extras.ts';
import { goodsProgress, parcelProgress } from './order-progress.ts';
import { finishing, isPaying, isWaiting, nextWindow } from './order-windows.ts';
import { company, day, facts, flowName, money, number, orderSteps, problem, windowLink } from './parts.ts';
import { returnSheet } from './return.ts';
import { wayStanding } from './way-parts.ts';
import { whoLearns } from './who-learns.ts';

/** Nothing comes of it: the page leads back to the goods by itself. */
const ENDED = ['refused', 'declined', 'expired'] as const;
/** The customer may have them, or soon will. */
const SENT: readonly GoodsState[] = ['sent', 'forwarded', 'failed'];

const REFRESH_SECONDS = 5;
const BACK_SECONDS = 8;

function isEnded(state: string): state is (typeof ENDED)[number] {
  return (ENDED as readonly string[]).includes(state);
}

/** Why nothing came of the payment; `undefined` while it is open, and after OK. */
function paymentEnd(settlement: OrderSettlement | undefined): Text | undefined {
  if (!settlement || settlement.state === 'offered' || settlement.state === 'accepted') return undefined;
  return PAYMENT_ENDS[settlement.state];
}

function isNothingOrdered(view: OrderView): boolean {
  const parts = [view.state, view.goods].filter((state) => state !== undefined);
  return parts.every(isEnded) || (isWaiting(view) && paymentEnd(view.settlement) !== undefined);
}

function isMixed({ state, goods }: OrderView): boolean {
  return state !== undefined && goods !== undefined;
}

/** It leads back by itself only where nothing more is to be told. */
function isLeadingBack(view: OrderView): boolean {
  return isNothingOrdered(view) && view.refunds.length === 0;
}

function partText(view: OrderView): Text {
  const { state, goods } = view;
  return state === undefined ? GOODS_TEXTS[goods ?? 'awaiting-payment'].said : PURCHASE_TEXTS[state].said;
}

interface Standing {
  readonly tone: string;
  readonly said: string;
}

/** Where the order stands, in a sentence; `undefined` where its two halves speak for themselves. */
function standing(view: OrderView): Standing | undefined {
  const { language, state, settlement, refunds } = view;
  const credit = settlement?.company.name ?? '';
  const paid = settlement?.state === 'accepted';
  if (isNothingOrdered(view)) {
    const sentences = [
      say(paymentEnd(settlement) ?? partText(view), language),
      paid && refunds.length === 0 && say(SHOP.paidReleased, language, { credit }),
      isLeadingBack(view) && say(SHOP.backSoon, language),
    ];
    return { tone: 'look', said: sentences.filter(Boolean).join(language === 'ja' ? '' : ' ') };
  }
  if (state === 'offered' && paid) {
    const texts = view.flow === 'sealed' ? FLOWS : SHOP;
    return { tone: 'done', said: say(isMixed(view) ? texts.paidBoth : texts.paid, language, { credit }) };
  }
  if (isMixed(view) && !isWaiting(view)) return undefined;
  const tone = isWaiting(view) ? '' : toneOf(state ?? view.goods);
  return { tone, said: say(partText(view), language) };
}

const LOOK: readonly (PurchaseState | GoodsState | undefined)[] = ['returned', 'failed', 'refunded', 'cancelled'];

function toneOf(state: PurchaseState | GoodsState | undefined): string {
  return LOOK.includes(state) ? 'look' : 'done';
}

function givingUp(view: OrderView): Html {
  const { language } = view;
  const parcelAlone = isMixed(view) && !isPaying(view);
  const hint = parcelAlone ? SHOP.giveUpParcelHint : view.flow === 'window' ? SHOP.giveUpHint : FLOWS.giveUpHint;
  return html`<form method="post" action="/order/give-up" class="actions">
    <button>${say(parcelAlone ? SHOP.giveUpParcel : SHOP.giveUp, language)}</button>
    <span class="quiet">${say(hint, language)}</span>
  </form>`;
}

function openLink({ language, goods }: OrderView): Html | false {
  return (
    goods !== undefined &&
    SENT.includes(goods) &&
    html`<p class="actions">
      <a class="button${goods === 'forwarded' && ' primary'}" href="/open">${say(SHOP.openGoods, language)}</a>
    </p>`
  );
}

/** The two halves of an order, each with its own way. */
function halves(view: OrderView): Html {
  const { language, state, goods } = view;
  // Until the payment nothing can be said of either that was not said above.
  const spoken = !isPaying(view);
  const parcelSaid = isEnded(state!) ? PARCEL_ENDS[state] : PURCHASE_TEXTS[state!].said;
  return html`<section class="sheet half" aria-labelledby="parcel-title">
      <h2 id="parcel-title">${say(SHOP.parcelTitle, language)}</h2>
      ${spoken && state !== 'offered' && html`<p>${say(parcelSaid, language)}</p>`} ${parcelProgress(view)}
    </section>
    <section class="sheet half" aria-labelledby="goods-title">
      <h2 id="goods-title">${say(SHOP.goodsTitle, language)}</h2>
      ${spoken && html`<p>${say(GOODS_TEXTS[goods!].said, language)}</p>`} ${goodsProgress(view)} ${openLink(view)}
    </section>`;
}

function refresh(view: OrderView): Html | undefined {
  if (isLeadingBack(view))
    return html`<noscript><meta http-equiv="refresh" content="${BACK_SECONDS}; url=/" /></noscript>`;
  if (!isWaiting(view) || isNothingOrdered(view)) return undefined;
  return html`<noscript><meta http-equiv="refresh" content="${REFRESH_SECONDS}" /></noscript>`;
}

/** It brings the cryptography with it, so it comes with the card form alone. */
function cardScript({ way }: OrderView): Html | false {
  const isAsking = way?.flow === 'closed' && way.state === 'open' && way.sealing !== undefined;
  return isAsking && html`<script type="module" src="/assets/card.js"></script>`;
}

function orderFacts(view: OrderView, nothing: boolean): Html {
  const { language, carrier, pay, settlement, charge, flow, agency, wrapper } = view;
  return html`<section class="sheet" aria-label="${say(SHOP.orderTitle, language)}">
    ${facts(language, [
      [SHOP.purchaseNumber, number(view.purchase)],
      settlement?.receipt !== undefined && [SHOP.paidReceipt, number(settlement.receipt)],
      view.shipping !== undefined && [SHOP.shippingNumber, number(view.shipping)],
      !nothing && charge !== undefined && [SHOP.charge, money(charge, language)],
      !nothing && [SHOP.total, money(view.total, language)],
      !nothing && !settlement && [SHOP.payment, say(PAY_TEXTS[pay], language)],
      settlement !== undefined && [SHOP.credit, company(settlement.company)],
      flow !== 'window' && [FLOWS.flowLegend, flowName({ flow, agency }, language)],
      wrapper !== undefined && [FLOWS.wrapper, company(wrapper)],
      carrier !== undefined && [SHOP.carrier, company(carrier)],
      view.date !== undefined && [SHOP.date, day(view.date, language)],
    ])}
    ${(!nothing || view.refunds.length > 0) && html`<p class="hint">${say(SHOP.keepNumber, language)}</p>`}
    ${
      view.trackingUrl !== undefined &&
      html`<p class="actions">${windowLink(view.trackingUrl, SHOP.track, language)}</p>`
    }
  </section>`;
}

export function orderPage(view: OrderView): string {
  const { language, state, carrier, goods, pay, settlement, flow, agency, wrapper, error } = view;
  const nothing = isNothingOrdered(view);
  const stands = standing(view);
  const wayWords = wayStanding(view);
  const waiting = !nothing && isWaiting(view);
  const body = html`${orderSteps(3, language, carrier !== undefined)}
    <h1>${say(SHOP.orderTitle, language)}</h1>
    ${error && problem(error, language)}
    <div
      id="order"
      data-state="${view.finishing ? 'finishing' : (state ?? goods)}"
      data-refunds="${view.refunds.map((refund) => refund.state).join(' ')}"
      ${settlement && html` data-settlement="${settlement.state}"`}${goods && html` data-goods="${goods}"`}
      ${wayWords !== undefined && html` data-way="${wayWords}"`}
      ${view.returning && html` data-returning="${view.returning.state ?? 'open'}"`}
      ${isLeadingBack(view) && html` data-back-after="${BACK_SECONDS}"`}
    >
      ${stands && html`<p class="notice ${stands.tone}" role="status">${stands.said}</p>`} ${refundSheet(view)}
      ${waiting && (view.finishing ? finishing(view) : nextWindow(view))}
      ${!nothing && (isMixed(view) ? halves(view) : [parcelProgress(view), goodsProgress(view), openLink(view)])}
      ${returnSheet(view)} ${waiting && givingUp(view)}
      ${nothing && html`<p class="actions"><a class="button primary" href="/">${say(SHOP.backHome, language)}</a></p>`}
      ${!nothing && buyerKeySheet(view)} ${orderFacts(view, nothing)}
    </div>
    ${
      !nothing &&
      whoLearns(
        view,
        {
          carrier: carrier?.name,
          credit: settlement?.company.name,
          byMail: goods !== undefined,
          flow,
          agency,
          wrapper: wrapper?.name,
        },
        pay,
      )
    }
    ${!nothing && html`<p><a href="/order/knows">${say(KNOWS.open, language)}</a></p>`}`;
  return layout(view, {
    path: '/order',
    title: SHOP.orderTitle,
    body,
    script: 'order',
    head: html`${cardScript(view)}${refresh(view)}`,
  });
}
