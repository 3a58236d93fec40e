import { join } from 'node:path';
import { calendarDay } from '#shared/domain/day.ts';
import { ok } from '#shared/result.ts';
import { mallRoutes } from '#main/doors/public/mall-routes.ts';
import { pictureRoutes } from '#main/doors/public/picture-routes.ts';
import { returnRoutes } from '#main/doors/public/return-routes.ts';
import { openRoutes } from '#main/doors/public/open-routes.ts';
import { sealedRoutes } from '#main/doors/public/sealed-routes.ts';
import { type EventHandlers, type PostTables, startPackageCourier } from '#main/post/index.ts';
import { pressFor, testLabel } from '#main/labels/index.ts';
import {
  dropOldJobs,
  openPrintRoom,
  printingDesk,
  type PrintTables,
  startPrinting,
} from '#main/printing/jobs/index.ts';
import { openRack } from '#main/printing/jobs/rack.ts';
import { openSpool } from '#main/printing/spool.ts';
import { countInFlight } from '#main/roles/mall/in-flight.ts';
import { followReadyGoods } from '#main/roles/mall/automatic-goods.ts';
import { batchDesk } from '#main/roles/mall/batch-desk.ts';
import { bringPackagesAgain, withPackagesAgain } from '#main/roles/mall/bring-again.ts';
import { mallCatalogueDesk } from '#main/roles/mall/catalogue-desk.ts';
import { endCutOffImports, forgetOldImports } from '#main/roles/mall/catalogue-imports.ts';
import { mallDesk } from '#main/roles/mall/desk.ts';
import { mallDisputesDesk } from '#main/roles/mall/disputes.ts';
import { mallEvents } from '#main/roles/mall/events.ts';
import { endStaleOffers } from '#main/roles/mall/expiry.ts';
import { mallGoodsDesk } from '#main/roles/mall/goods-desk.ts';
import { openGoodsRoom } from '#main/roles/mall/goods-room.ts';
import { mallHandoverDesk } from '#main/roles/mall/handover-desk.ts';
import { readMallKnowledge } from '#main/roles/mall/knowledge.ts';
import { labelMaker } from '#main/roles/mall/label-maker.ts';
import { mallMoneyDesk } from '#main/roles/mall/money-desk.ts';
import { dropSilentUploads } from '#main/roles/mall/product-files.ts';
import { mallRefundsDesk } from '#main/roles/mall/refunds-desk.ts';
import { mallReturnsDesk } from '#main/roles/mall/returns-desk.ts';
import { mallSealedDesk } from '#main/roles/mall/sealed-desk.ts';
import { dropOldBundles } from '#main/roles/mall/sealed-order.ts';
import { dropOldPackages, packageSource } from '#main/roles/mall/send-goods.ts';
import { knowledgeDesk } from '#main/roles/office/knowledge-desk.ts';
import { readMallOverview } from '#main/roles/mall/overview.ts';
import { mallMigrations, type MallTables } from '#main/roles/mall/tables.ts';
import type { Storage } from '#main/storage/index.ts';
import { FILES } from './config.ts';
import { type Built, type Foundation, openCellar, openStaff, type Role } from './role.ts';

export async function buildMall(foundation: Foundation): Promise<Built> {
  const { folder, config, vault, press, clock } = foundation;
  const { storage, changes, post } = await openCellar<MallTables>(foundation, mallMigrations);
  const mall = {
    self: config.id,
    name: config.name,
    publicUrl: config.public.url,
    ...(config.registration !== undefined && { registration: config.registration }),
    ...(config.payTo !== undefined && { payTo: config.payTo }),
    storage,
    vault,
    post,
    staff: openStaff(foundation, post),
    press,
    spool: await openSpool(join(folder, FILES.spool)),
    goods: await openGoodsRoom(folder),
    changes,
    clock,
  };
  await endCutOffImports(mall);
  const printing = openPrintRoom({
    storage: storage as unknown as Storage<PrintTables>,
    changes,
    clock,
    makers: {
      labels: labelMaker(mall),
      test: pressFor(press, async () => ok(testLabel(config.name, calendarDay(clock())))),
    },
    rack: openRack(foundation.shell),
  });
  const role: Role = {
    desk: {
      ...mallDesk(mall),
      ...mallCatalogueDesk(mall),
      ...mallGoodsDesk(mall),
      ...mallMoneyDesk(mall),
      ...mallRefundsDesk(mall),
      ...mallDisputesDesk(mall),
      ...mallReturnsDesk(mall),
      ...mallHandoverDesk(mall),
      ...mallSealedDesk(mall),
      ...knowledgeDesk((asked) => readMallKnowledge(mall, asked)),
      ...printingDesk(printing),
      ...batchDesk(mall, printing),
    },
    routes: (door, pages) => {
      mallRoutes(mall)(door, pages);
      pictureRoutes(mall)(door, pages);
      openRoutes(mall)(door, pages);
      returnRoutes(mall)(door, pages);
      sealedRoutes(mall)(door, pages);
    },
    events: {
      ...mallEvents(mall),
      'resync.request': (db, event) => bringPackagesAgain(mall, db, event),
    } as EventHandlers<MallTables> as EventHandlers<PostTables>,
    overview: (days) => readMallOverview(mall, days),
    inFlight: () => countInFlight(mall),
    housekeeping: [
      () => endStaleOffers(mall),
      () => dropSilentUploads(mall),
      () => forgetOldImports(mall),
      () => dropOldPackages(mall),
      () => dropOldBundles(mall),
      () => dropOldJobs(printing),
    ],
    couriers: (network, report) => [
      startPackageCourier(post, network, withPackagesAgain(mall, packageSource(mall)), report('packages')),
      { stop: followReadyGoods(mall, report('goods')) },
      startPrinting(printing, report('printing')),
    ],
  };
  return { role, post, storage: storage as unknown as Storage<PostTables> };
}
