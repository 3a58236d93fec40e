import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { toBase64Url } from '#shared/bytes.ts';
import type { AddresseeEntry } from '#shared/domain/addressee.ts';
import { deliveryDays } from '#shared/domain/delivery-slot.ts';
import { numberFormat } from '#shared/domain/carrier-number.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import type { Failure } from '#shared/result.ts';
import type { Carrier } from '#main/roles/carrier/carrier.ts';
import { isMallTold } from '#main/post/index.ts';
import { trackByNumber, trackByToken } from '#main/roles/carrier/parcels.ts';
import { cashDue } from '#main/roles/carrier/cash-due.ts';
import {
  agreeToShip,
  currentSealingKey,
  findArrivalParcel,
  findShipArrival,
  priceList,
  receiveShipInstruction,
  refuseToShip,
  sealEntry,
  type ShipArrival,
} from '#main/roles/carrier/ship.ts';
import { readWish, type TypedWish, wishOf } from '#main/roles/carrier/wishes.ts';
import { readCookie, writeCookie } from './cookie.ts';
import { shipDonePage, shipPage, trackPage } from './pages/index.ts';
import { formField, type PageMaker, type PublicRoutes, sessionMissing, shortContents } from './public-door.ts';
import { addTrackingRoutes, typedWish } from './tracking-routes.ts';
import { addArrivalRoutes, browserPlace, leadOn, windowUrl } from './window.ts';

/** One for each window: who arranges two deliveries keeps both parcels' pages. */
const trackingCookie = ({ window }: ShipArrival): string => `tracking-${window}`;
const ENTRY_FIELDS: readonly (keyof AddresseeEntry)[] = [
  'name',
  'postalCode',
  'line1',
  'line2',
  'line3',
  'line4',
  'phone',
  'country',
  'note',
];

/** The carrier's own window (MISSION.md B2–B5, PROTOCOL.md §4, §7) and its tracking page. */
export function carrierRoutes(carrier: Carrier): PublicRoutes {
  return (door: FastifyInstance, pages: PageMaker) => {
    const session = (request: FastifyRequest): Promise<ShipArrival | undefined> =>
      findShipArrival(carrier, browserPlace(request));
    const show = (reply: FastifyReply, html: string): FastifyReply => reply.type('text/html; charset=utf-8').send(html);

    // Here alone a form of another origin is taken; what it may do is signed.
    addArrivalRoutes(door, pages, {
      path: '/ship',
      post: carrier.post,
      receive: (posted) => receiveShipInstruction(carrier, posted),
    });

    async function showForm(
      request: FastifyRequest,
      reply: FastifyReply,
      again?: { error: Failure; entry?: Partial<AddresseeEntry>; wish?: TypedWish },
    ): Promise<FastifyReply> {
      const current = await session(request);
      if (!current) return pages.problem(request, reply, sessionMissing);
      const { claims, mallName, number } = current;
      if (current.state !== 'open') return leadOn(reply, '/ship/done', current);
      const { tariff, surcharges } = await priceList(carrier, current);
      const money = (value: number): { value: number; currency: string } => ({ value, currency: tariff.currency });
      if (again) void reply.code(422);
      return show(
        reply,
        shipPage({
          ...pages.page(request),
          window: current.window,
          mall: mallName,
          mallHost: claims.iss,
          pay: claims.pay,
          ...(claims.amount && { amount: claims.amount }),
          fee: { size: claims.size.size, price: money(tariff.fees[claims.size.size] ?? 0) },
          ...(claims.contents !== undefined && { contents: shortContents(claims.contents) }),
          days: deliveryDays(carrier.clock(), 2),
          sealing: {
            publicKey: currentSealingKey(carrier).x,
            recipient: carrier.self,
            number,
            prefixes: tariff.prefixes,
            surcharges: Object.fromEntries(Object.entries(surcharges).map(([zone, value]) => [zone, money(value)])),
          },
          ...again,
        }),
      );
    }

    door.get('/ship/form', (request, reply) => showForm(request, reply));

    door.post('/ship/accept', async (request, reply) => {
      const current = await session(request);
      if (!current) return pages.problem(request, reply, sessionMissing);
      const envelope = formField(request.body, 'envelope');
      const entry = Object.fromEntries(
        ENTRY_FIELDS.map((field) => [field, formField(request.body, field) ?? '']),
      ) as AddresseeEntry;
      const sealed =
        envelope === undefined
          ? await sealEntry(carrier, current, entry)
          : { ok: true as const, value: { envelope, zone: formField(request.body, 'zone') ?? '' } };
      const typed = typedWish(request);
      // What the browser sealed is gone from its page: it keeps nothing that was typed.
      const again = { wish: typed, ...(envelope === undefined && { entry }) };
      if (!sealed.ok) return showForm(request, reply, { error: sealed.error, ...again });
      const wish = readWish(typed, carrier.clock(), 2);
      if (!wish.ok) return showForm(request, reply, { error: wish.error, ...again });
      const agreed = await agreeToShip(carrier, current, sealed.value, wish.value);
      if (!agreed.ok) {
        if (agreed.error.code === 'already-decided') {
          const kept = await findArrivalParcel(carrier, current);
          // A second press sends the same once more; another window of the same order may have sent another address.
          const isSame = kept && toBase64Url(kept.addressee) === sealed.value.envelope;
          const done = windowUrl('/ship/done', current);
          return reply.redirect(isSame ? done : `${done}&late`, 303);
        }
        return showForm(request, reply, { error: agreed.error, ...again });
      }
      writeCookie(reply, trackingCookie(current), agreed.value.trackingToken);
      return leadOn(reply, '/ship/done', current);
    });

    door.post('/ship/refuse', async (request, reply) => {
      const current = await session(request);
      if (!current) return pages.problem(request, reply, sessionMissing);
      await refuseToShip(carrier, current);
      return leadOn(reply, '/ship/done', current);
    });

    door.get('/ship/done', async (request, reply) => {
      const current = await session(request);
      if (!current) return pages.problem(request, reply, sessionMissing);
      const { claims, mallName, number, decided, state } = current;
      if (state === 'open') return leadOn(reply, '/ship/form', current);
      void reply.header('referrer-policy', 'no-referrer');
      const parcel = decided ? await findArrivalParcel(carrier, current) : undefined;
      const token = readCookie(request, trackingCookie(current));
      const tracked = parcel && token !== undefined ? await trackByToken(carrier, token) : undefined;
      const due = parcel && cashDue(parcel);
      const wish = parcel && wishOf(parcel);
      return show(
        reply,
        shipDonePage({
          ...pages.page(request),
          window: current.window,
          mall: mallName,
          result: state,
          returnUrl: claims.ret,
          ...(parcel && { shipping: number }),
          ...(tracked?.ok && tracked.value.number === number && { trackingUrl: `/track/${token}` }),
          ...(wish && { wish }),
          ...(parcel && formField(request.query, 'late') !== undefined && { late: true }),
          ...(parcel && due! > 0 && { due: { value: due!, currency: parcel.currency } }),
          mallTold: await isMallTold(carrier.post, {
            mall: claims.iss,
            type: 'shipping.result',
            subject: claims.jti,
          }),
        }),
      );
    });

    door.get('/', (_, reply) => reply.redirect('/track', 303));

    door.get<{ Querystring: { number?: string } }>('/track', async (request, reply) => {
      const typed = request.query.number;
      if (typeof typed !== 'string' || typed === '')
        return show(reply, trackPage({ ...pages.page(request), full: false }));
      const number = normalizeNumber(typed).toUpperCase().slice(0, 32);
      if (numberFormat(number) === undefined) {
        void reply.code(422);
        const error: Failure = { code: 'bad-number' };
        return show(reply, trackPage({ ...pages.page(request), number, full: false, error }));
      }
      return show(reply, trackPage({ ...pages.page(request), ...(await trackByNumber(carrier, number)) }));
    });
    addTrackingRoutes(door, pages, carrier);
  };
}
