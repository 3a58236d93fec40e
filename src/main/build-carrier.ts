import { carrierRoutes } from '#main/doors/public/carrier-routes.ts';
import type { EventHandlers, PostTables } from '#main/post/index.ts';
import { countInFlight } from '#main/roles/carrier/in-flight.ts';
import { carrierDesk } from '#main/roles/carrier/desk.ts';
import { carrierEvents } from '#main/roles/carrier/events.ts';
import { sendInvoices } from '#main/roles/carrier/invoices.ts';
import { readCarrierKnowledge } from '#main/roles/carrier/knowledge.ts';
import { carrierMoneyDesk } from '#main/roles/carrier/money-desk.ts';
import { feesDesk } from '#main/roles/carrier/fees-desk.ts';
import { formatsDesk } from '#main/roles/carrier/number-ranges.ts';
import { routesDesk } from '#main/roles/carrier/routes-desk.ts';
import { beginTariffs } from '#main/roles/carrier/tariff.ts';
import { pickupDesk } from '#main/roles/carrier/pickup-desk.ts';
import { endStaleRequests } from '#main/roles/carrier/ship.ts';
import { stationCopyDesk } from '#main/roles/carrier/station-copy.ts';
import { toursDesk } from '#main/roles/carrier/tours-desk.ts';
import { readCarrierOverview } from '#main/roles/carrier/overview.ts';
import { carrierMigrations, type CarrierTables } from '#main/roles/carrier/tables.ts';
import { knowledgeDesk } from '#main/roles/office/knowledge-desk.ts';
import type { Storage } from '#main/storage/index.ts';
import { dropOldCalls, type StationTables } from '#main/stations/index.ts';
import { type Built, type Foundation, openCellar, type Role } from './role.ts';

export async function buildCarrier(foundation: Foundation): Promise<Built> {
  const { config, vault, press, clock } = foundation;
  const { storage, changes, post } = await openCellar<CarrierTables>(foundation, carrierMigrations);
  const carrier = {
    self: config.id,
    name: config.name,
    publicUrl: config.public.url,
    storage,
    vault,
    post,
    press,
    changes,
    clock,
  };
  const role: Role = {
    desk: {
      ...carrierDesk(carrier),
      ...routesDesk(carrier),
      ...carrierMoneyDesk(carrier),
      ...stationCopyDesk(carrier),
      ...toursDesk(carrier),
      ...pickupDesk(carrier),
      ...feesDesk(carrier),
      ...formatsDesk(carrier),
      ...knowledgeDesk((asked) => readCarrierKnowledge(carrier, asked)),
    },
    routes: carrierRoutes(carrier),
    events: carrierEvents(carrier) as EventHandlers<PostTables>,
    overview: (days) => readCarrierOverview(carrier, days),
    inFlight: () => countInFlight(carrier),
    housekeeping: [
      () => dropOldCalls(post.storage as unknown as Storage<StationTables>, clock()),
      () => endStaleRequests(carrier),
      () => sendInvoices(carrier),
      () => beginTariffs(carrier),
    ],
  };
  return { role, post, storage: storage as unknown as Storage<PostTables> };
}
