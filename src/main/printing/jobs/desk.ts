import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { PrinterRow, printingCommands } from '#shared/desk/printing.ts';
import type { PrinterSetting } from '#shared/domain/printer.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import { readPrinter, readPrinters, removePrinter, savePrinter } from './printer-settings.ts';
import { addJob } from './add-job.ts';
import { changeExpiry, readExpiry } from './expiry.ts';
import { listItems, listJobs } from './list.ts';
import { cancelJob, decideItems, pauseJob, resumeJob } from './orders.ts';
import type { PrintRoom } from './room.ts';

/** The printers' and the jobs' side of the staff contract. */
export function printingDesk(room: PrintRoom): DeskHandlers<keyof typeof printingCommands> {
  return {
    'printers.list': async () => ok(await printerRows(room)),
    'printers.save': ({ who }, { printer }) => keepPrinter(room, who, printer),
    'printers.remove': ({ who }, { id }) => dropPrinter(room, who, id),
    'printers.status': (_, { id }) =>
      withPrinter(room, id, async (setting) => ok(await room.rack.open(setting).status())),
    'printers.found': async () => ok([...(await room.rack.found())]),
    'printers.test': ({ who }, { id }) =>
      addJob(room, { printer: id, kind: 'test', who }, [[{ reference: `test-${randomUuid()}` }]]),
    'printers.sample': (_, { id }) => withPrinter(room, id, (setting) => sample(room, setting)),
    'jobs.list': async (_, asked) => ok(await listJobs(room, asked)),
    'jobs.items': (_, wanted) => listItems(room, wanted),
    'jobs.pause': ({ who }, { job }) => pauseJob(room, who, job),
    'jobs.resume': ({ who }, { job }) => resumeJob(room, who, job),
    'jobs.cancel': ({ who }, { job }) => cancelJob(room, who, job),
    'jobs.decide': ({ who }, decision) => decideItems(room, who, decision),
    'jobs.expiry': async () => ok(await readExpiry(room)),
    'jobs.change-expiry': ({ who }, expiry) => changeExpiry(room, who, expiry),
  };
}

async function printerRows(room: PrintRoom): Promise<PrinterRow[]> {
  const maker = room.makers.labels ?? room.makers.test;
  const printers = await readPrinters(room.storage.read);
  return printers.map((setting) => ({ ...setting, perPaper: maker?.perPaper(setting) ?? 1 }));
}

async function withPrinter<T>(
  room: PrintRoom,
  id: string,
  work: (setting: PrinterSetting) => Promise<Result<T>>,
): Promise<Result<T>> {
  const setting = await readPrinter(room.storage.read, id);
  return setting ? work(setting) : fail('printer-unknown');
}

async function keepPrinter(room: PrintRoom, who: string, setting: PrinterSetting): Promise<Result<void>> {
  await room.storage.write(async (db) => {
    await savePrinter(db, setting);
    await recordDeed(db, {
      at: room.clock(),
      who,
      action: 'printer.saved',
      subject: setting.name,
      detail: setting.way.kind,
    });
    room.changes.announce('printing');
  });
  return ok();
}

async function dropPrinter(room: PrintRoom, who: string, id: string): Promise<Result<void>> {
  return withPrinter(room, id, async ({ name }) => {
    await room.storage.write(async (db) => {
      await removePrinter(db, id);
      await recordDeed(db, { at: room.clock(), who, action: 'printer.removed', subject: name });
      room.changes.announce('printing');
    });
    return ok();
  });
}

async function sample(room: PrintRoom, setting: PrinterSetting): Promise<Result<{ preview: string }>> {
  const maker = room.makers.test;
  if (!maker) return fail('not-found');
  const png = await maker.preview({ reference: 'test' }, setting);
  return png.ok ? ok({ preview: Buffer.from(png.value).toString('base64') }) : png;
}
