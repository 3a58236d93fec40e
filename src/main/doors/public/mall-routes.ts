import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ERRORS } from '#shared/errors.ts';
import type { Failure } from '#shared/result.ts';
import type { Mall } from '#main/roles/mall/mall.ts';
import type { Partner } from '#main/post/index.ts';
import { type Basket, draftOrder, MOST_OF_ONE, type OrderDraft, orderDigest } from '#main/roles/mall/draft.ts';
import { isElectronic } from '#main/roles/mall/catalogue.ts';
import { giveUpOrder } from '#main/roles/mall/expiry.ts';
import { orderReturn } from '#main/roles/mall/customer-return.ts';
import { sendInquiry } from '#main/roles/mall/inquiry.ts';
import { signPayInstruction } from '#main/roles/mall/payment.ts';
import { type PlacedOrder, placedOrder } from '#main/roles/mall/placed-order.ts';
import { placeOrder } from '#main/roles/mall/place-order.ts';
import {
  chooseCarrier,
  findSession,
  forgetSession,
  keepBasket,
  listCarriers,
  type ShopSession,
  signInstruction,
  startOrder,
} from '#main/roles/mall/shop.ts';
import { listShelf } from '#main/roles/mall/shop-shelf.ts';
import { chooseWay, listSettledWays, listWrappers, type Way } from '#main/roles/mall/ways.ts';
import { sendPage } from './assets.ts';
import { clearCookie, ORDER_COOKIE as COOKIE, readCookie, writeCookie } from './cookie.ts';
import { keepSearch, readSearch, readTurn } from './turn-pages.ts';
import { addKnowledgeRoutes } from './knowledge-routes.ts';
import { flowChoices, flowValue, settlementView, toAgency, toChoice, wayView } from './order-view.ts';
import { carrierChoicePage, cataloguePage, confirmPage, orderPage, wayStanding } from './pages/index.ts';
import { contentSecurityPolicy, formField, type PageMaker, type PublicRoutes, sessionMissing } from './public-door.ts';
import type { BasketView, CatalogueView } from './views.ts';

/** The shop (MISSION.md A2–A5, A11): catalogue, choice of carrier, confirmation, the order's window. */
export function mallRoutes(mall: Mall): PublicRoutes {
  return (door: FastifyInstance, pages: PageMaker) => {
    const session = (request: FastifyRequest): Promise<ShopSession | undefined> =>
      findSession(mall, readCookie(request, COOKIE));
    const show = (reply: FastifyReply, html: string): FastifyReply => reply.type('text/html; charset=utf-8').send(html);

    async function showCatalogue(
      request: FastifyRequest,
      reply: FastifyReply,
      more: Pick<CatalogueView, 'quantities' | 'error' | 'notice' | 'ordered'>,
    ): Promise<FastifyReply> {
      const search = readSearch(request);
      const asked = { search, page: Number(formField(request.query, 'page') ?? 1) || 1, basket: more.quantities };
      const { products, kept, ...shelf } = await listShelf(mall, asked);
      // What is ticked is no secret, and only this shop's own form says what is searched.
      return sendPage(request, reply, cataloguePage({ ...pages.page(request), products, kept, shelf, ...more }));
    }

    door.get('/', async (request, reply) => {
      const current = await session(request);
      const order = current && (await placedOrder(mall, current));
      const notice = order && noticeOf(order);
      if (current && notice) {
        await forgetSession(mall, current);
        clearCookie(reply, COOKIE);
      }
      return showCatalogue(request, reply, {
        quantities: current?.basket ?? {},
        ...(notice ? { notice } : order && { ordered: true }),
      });
    });

    door.post('/basket', async (request, reply) => {
      const basket = readBasket(request.body);
      const turned = readTurn(request.body);
      const keep = async (current: ShopSession | undefined): Promise<void> => {
        const token = await keepBasket(mall, current, basket);
        if (token !== undefined) writeCookie(reply, COOKIE, token);
      };
      if (turned) {
        await keep(await session(request));
        if (turned.search !== undefined) keepSearch(reply, turned.search);
        return reply.redirect(turned.page > 1 ? `/?page=${turned.page}` : '/', 303);
      }
      const started = await startOrder(mall, basket);
      if (!started.ok) {
        const current = await session(request);
        // Still there for whoever loads the page anew; a browser's way to its order is worth more.
        if (!current || current.orderId === null) await keep(current);
        void reply.code(422);
        return showCatalogue(request, reply, { quantities: basket, error: started.error });
      }
      writeCookie(reply, COOKIE, started.value.token);
      return reply.redirect('/carrier', 303);
    });

    async function showCarriers(request: FastifyRequest, reply: FastifyReply, error?: Failure): Promise<FastifyReply> {
      const current = await session(request);
      if (!current) return reply.redirect('/', 303);
      if (current.orderId !== null) return reply.redirect('/order', 303);
      const draft = await draftOrder(mall, current.basket);
      if (!draft.ok) {
        if (error) void reply.code(ERRORS[draft.error.code].status);
        return showCatalogue(request, reply, { quantities: current.basket, error: draft.error });
      }
      const carriers = await listCarriers(mall);
      const ways = await listSettledWays(mall);
      if (error) void reply.code(422);
      return show(
        reply,
        carrierChoicePage({
          ...pages.page(request),
          ...draftView(draft.value),
          carriers: carriers.map(toChoice),
          ...(current.carrier !== null && { chosen: current.carrier }),
          credits: ways.map(({ company }) => toChoice(company)),
          ...(current.credit !== null && { chosenCredit: current.credit }),
          flows: flowChoices(ways, draft.value.parcel && carriers),
          ...(current.flow !== null && { chosenFlow: flowValue(current.flow, current.agency) }),
          wrappers: draft.value.parcel ? (await listWrappers(mall)).map(toChoice) : [],
          ...(current.wrapper !== null && { chosenWrapper: current.wrapper }),
          pay: current.pay ?? 'on-delivery',
          ...(error && { error }),
        }),
      );
    }

    door.get('/carrier', (request, reply) => showCarriers(request, reply));

    door.post('/carrier', async (request, reply) => {
      const current = await session(request);
      if (!current) return pages.problem(request, reply, sessionMissing);
      const choice = {
        carrier: formField(request.body, 'carrier') ?? '',
        pay: formField(request.body, 'pay') ?? '',
        credit: formField(request.body, 'credit') ?? '',
        flow: formField(request.body, 'flow') ?? '',
        wrapper: formField(request.body, 'wrapper') ?? '',
      };
      const chosen = await chooseCarrier(mall, current, choice);
      return chosen.ok ? reply.redirect('/confirm', 303) : showCarriers(request, reply, chosen.error);
    });

    async function showConfirm(request: FastifyRequest, reply: FastifyReply, error?: Failure): Promise<FastifyReply> {
      const current = await session(request);
      if (!current) return reply.redirect('/', 303);
      if (current.orderId !== null) return reply.redirect('/order', 303);
      const carrier = (await listCarriers(mall)).find(({ id }) => id === current.carrier);
      const way = await chosenWay(mall, current, carrier);
      const draft = await draftOrder(mall, current.basket);
      const isChosen =
        draft.ok &&
        (carrier !== undefined || !draft.value.parcel) &&
        (current.pay === 'settled' ? way !== undefined : !draft.value.goods);
      if (!isChosen || current.pay === null) {
        return error ? showCarriers(request, reply, error) : reply.redirect('/carrier', 303);
      }
      if (error) void reply.code(ERRORS[error.code].status);
      return show(
        reply,
        confirmPage({
          ...pages.page(request),
          ...draftView(draft.value),
          shown: orderDigest(current, draft.value),
          ...(carrier && { carrier: toChoice(carrier) }),
          flow: way?.flow ?? 'window',
          ...(way && { credit: toChoice(way.credit) }),
          ...(way?.agency && { agency: toAgency(way.agency) }),
          ...(way?.wrapper && { wrapper: toChoice(way.wrapper) }),
          pay: current.pay,
          ...(error && { error }),
        }),
      );
    }

    door.get('/confirm', (request, reply) => showConfirm(request, reply));

    door.post('/confirm', async (request, reply) => {
      const current = await session(request);
      if (!current) return pages.problem(request, reply, sessionMissing);
      if (formField(request.body, 'answer') !== 'ok') return reply.redirect('/carrier', 303);
      const { body } = request;
      const placed = await placeOrder(mall, current, formField(body, 'shown') ?? '', formField(body, 'buyerKey'));
      return placed.ok ? reply.redirect('/order', 303) : showConfirm(request, reply, placed.error);
    });

    async function showOrder(request: FastifyRequest, reply: FastifyReply, error?: Failure): Promise<FastifyReply> {
      const current = await session(request);
      const order = current && (await placedOrder(mall, current));
      if (!order) return reply.redirect(current ? '/carrier' : '/', 303);
      const { carrier, payment, changedAt, orderId, shippingCharge, finishing } = order;
      const returning = await orderReturn(mall, orderId);
      const { purchase, total, pay, state, goods, buyerKey, shipping: shippingNumber, refunds, flow } = order;
      const shipping = state === 'offered' && flow !== 'sealed' ? await signInstruction(mall, purchase) : undefined;
      const isWindow = payment?.state === 'offered' && flow === 'window';
      const paying = isWindow ? await signPayInstruction(mall, orderId) : undefined;
      if (error) void reply.code(ERRORS[error.code].status);
      // The one page that posts to another party: no referrer, and the receiver sees `Origin: null`.
      const target = paying ? payment?.company : carrier;
      if (target && (shipping?.ok || paying?.ok)) {
        void reply.header('referrer-policy', 'no-referrer');
        void reply.header('content-security-policy', contentSecurityPolicy(new URL(target.card.public).origin));
      }
      return show(
        reply,
        orderPage({
          ...pages.page(request),
          ...wayView(order),
          purchase,
          total,
          pay,
          refunds,
          finishing,
          ...(returning && { returning }),
          ...(state && { state }),
          ...(goods && { goods }),
          ...(buyerKey !== undefined && { buyerKey }),
          ...(shippingNumber !== undefined && { shipping: shippingNumber }),
          ...(shippingCharge.value > 0 && { charge: shippingCharge }),
          ...(carrier &&
            shipping?.ok && { offer: { action: `${carrier.card.public}/ship`, instruction: shipping.value } }),
          ...(payment && { settlement: settlementView(payment, paying?.ok ? paying.value : undefined) }),
          ...(carrier && { carrier: toChoice(carrier) }),
          ...(carrier &&
            shippingNumber !== undefined &&
            state !== 'cancelled' && {
              trackingUrl: `${carrier.card.public}/track?number=${shippingNumber}`,
            }),
          date: changedAt.slice(0, 10),
          ...(error && { error }),
        }),
      );
    }

    door.get('/order', (request, reply) => showOrder(request, reply));
    addKnowledgeRoutes(door, pages, mall);

    // The sealed card of an order over a closed network; never a field of the form that it was typed into.
    door.post('/order/card', async (request, reply) => {
      const current = await session(request);
      const order = current && (await placedOrder(mall, current));
      if (!order) return pages.problem(request, reply, sessionMissing);
      const sent = await sendInquiry(mall, order.orderId, formField(request.body, 'envelope') ?? '');
      return sent.ok ? reply.redirect('/order', 303) : showOrder(request, reply, sent.error);
    });

    door.post('/order/give-up', async (request, reply) => {
      const current = await session(request);
      const order = current && (await placedOrder(mall, current));
      // Whether it was given up or answered in that moment: the page that it leads to says so.
      if (order) await giveUpOrder(mall, order.orderId);
      const now = current && (await placedOrder(mall, current));
      return reply.redirect(now && !noticeOf(now) ? '/order' : '/', 303);
    });

    door.get('/order/state', async (request, reply) => {
      const current = await session(request);
      const order = current && (await placedOrder(mall, current));
      if (!order) return reply.code(404).send({ state: 'none' });
      const standing = wayStanding(wayView(order));
      const returning = await orderReturn(mall, order.orderId);
      return reply.send({
        state: order.finishing ? 'finishing' : (order.state ?? order.goods),
        ...(order.payment && { settlement: settlementView(order.payment, undefined).state }),
        ...(order.state !== undefined && order.goods !== undefined && { goods: order.goods }),
        ...(standing !== undefined && { way: standing }),
        ...(returning && { returning: returning.state ?? 'open' }),
        ...(order.refunds.length > 0 && { refunds: order.refunds.map(({ state }) => state).join(' ') }),
      });
    });
  };
}

/** What was chosen, while it is still offered. */
async function chosenWay(mall: Mall, current: ShopSession, carrier: Partner | undefined): Promise<Way | undefined> {
  const { pay, flow, agency, credit, wrapper } = current;
  if (pay !== 'settled') return undefined;
  const chosen = { credit, flow: flow === null ? '' : flowValue(flow, agency), wrapper };
  const way = await chooseWay(mall, chosen, carrier);
  return way.ok ? way.value : undefined;
}

/** Why the customer is back at the goods; `undefined` while there is still something to look at on the order's page. */
function noticeOf({ ended, givenUp, refunds, state, goods }: PlacedOrder): CatalogueView['notice'] {
  if (!ended || refunds.length > 0) return undefined;
  const ending = state ?? goods;
  if (givenUp) return 'cancelled';
  return ending === 'refused' || ending === 'declined' ? ending : 'expired';
}

/** Ticked products and their quantities; a quantity that is none counts as one. */
function readBasket(body: unknown): Basket {
  const ticked = (body as Record<string, unknown> | null)?.['take'];
  const skus = (Array.isArray(ticked) ? ticked : [ticked]).filter((sku) => typeof sku === 'string');
  const basket: Record<string, number> = {};
  for (const sku of skus.slice(0, 200)) {
    const quantity = Number(formField(body, `quantity:${sku}`));
    basket[sku] = Number.isInteger(quantity) && quantity >= 1 ? Math.min(quantity, MOST_OF_ONE) : 1;
  }
  return basket;
}

function draftView({ lines, total, parcel }: OrderDraft): BasketView {
  return {
    lines: lines.map(({ product, quantity, amount }) => ({
      sku: product.sku,
      name: product.name,
      quantity,
      price: { value: product.price, currency: product.currency },
      amount,
      electronic: isElectronic(product),
    })),
    total,
    ...(parcel && { size: parcel.size }),
    ...(parcel && parcel.charge.value > 0 && { charge: parcel.charge }),
  };
}
