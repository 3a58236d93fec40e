import { carrierRoutes } from '#main/doors/public/carrier-routes.ts';
import type { EventHandlers, PostTables } from '#main/post/index.ts';
import { carrierDesk } from '#main/roles/carrier/desk.ts';
import { carrierEvents } from '#main/roles/carrier/events.ts';
import { sendInvoices } from '#main/roles/carrier/invoices.ts';
import { carrierMoneyDesk } from '#main/roles/carrier/money-desk.ts';
import { endStaleRequests } from '#main/roles/carrier/ship.ts';
import { carrierMigrations, type CarrierTables } from '#main/roles/carrier/tables.ts';
import type { Storage } from '#main/storage/index.ts';
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
    desk: { ...carrierDesk(carrier), ...carrierMoneyDesk(carrier) },
    routes: carrierRoutes(carrier),
    events: carrierEvents(carrier) as EventHandlers<PostTables>,
    housekeeping: [() => endStaleRequests(carrier), () => sendInvoices(carrier)],
  };
  return { role, post, storage: storage as unknown as Storage<PostTables> };
}
