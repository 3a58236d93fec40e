/** A gate's or van's work: every scan is durable before it is shown, and answered by the service or by the copy. */
import type { ScannedParcel } from '#shared/desk/carrier.ts';
import type { StationStanding, WaitingScan } from '#shared/desk/stations.ts';
import { fail, ok, type Result, UnexpectedFailure } from '#shared/result.ts';
import type { Scan } from '../scan.ts';
import { readScan } from '../scan-reading.ts';
import type { CarrierStation } from './carrier-station.ts';
import { scanCutOff } from './scan-cut-off.ts';
import { type QueuedScan, ScanQueue } from './scan-queue.ts';
import { openSender } from './send-waiting.ts';
import { type CopyKeeper, openCopyKeeper } from './station-copy-keeper.ts';

export interface StationWork {
  scan(who: string, scan: Scan): Promise<Result<ScannedParcel>>;
  standing(): Promise<StationStanding>;
  waiting(): Promise<WaitingScan[]>;
  /** Fails with `not-found` where nothing refused has this id. */
  putAside(call: string): Promise<Result<void>>;
  /** Brings the copy up to date; it does so by itself too. */
  copyNow(): Promise<void>;
  stop(): Promise<void>;
}

/** A person with a parcel in hand waits no longer for a service that says nothing. */
const PATIENCE_MS = 4000;
/** Changes that come in a burst are copied once. */
const GATHER_MS = 1000;
/** The lease is renewed at least this often. */
const RENEW_MS = 60_000;
const LISTED = 500;

export async function openStationWork(station: CarrierStation): Promise<StationWork> {
  const { line, storage, announce, report } = station;
  const copy = await openCopyKeeper(station);
  const queue = new ScanQueue(station);
  const sender = openSender(station, copy, queue);
  let lastScan: Promise<unknown> = Promise.resolve();

  async function takeScan(who: string, asked: Scan): Promise<Result<ScannedParcel>> {
    if (line.state() === 'revoked') return fail('station-revoked');
    const read = readScan(asked.scan);
    const queued = queue.draw(copy.now(), who, asked, read.ok ? read.value.number : '');
    if (line.state() !== 'online') return fromCopy(queued, false);
    // What waits goes first, as it was scanned first.
    await within(sender.sendAll());
    const isAlone = (await queue.counts()).waiting === 0;
    await queue.add(queued);
    if (!isAlone) return fromCopy(queued, true);
    let toldOtherwise = false;
    const sent = await within(sender.send(queued, () => toldOtherwise));
    toldOtherwise = true;
    return sent === undefined || sent === 'later' ? fromCopy(queued, true) : (sent as Result<ScannedParcel>);
  }

  async function fromCopy(queued: QueuedScan, isQueued: boolean): Promise<Result<ScannedParcel>> {
    const { call, number, scan } = queued;
    const waiting = number === '' ? [] : await queue.ofParcel(number);
    const others = waiting.filter((other) => other.call !== call);
    const seen = await scanCutOff(station, copy, scan, others);
    if (!seen.ok) {
      if (isQueued) await storage.write((db) => queue.drop(db, call));
      return seen;
    }
    if (!isQueued) await queue.add(queued);
    announce('stations');
    void sender.sendAll();
    return seen;
  }

  const puller = openPuller(station, copy);
  const deaf = [
    line.onState((state) => {
      announce('stations');
      if (state === 'online') void sender.sendAll().then(puller.pull);
    }),
    line.onChanged((topic) => (topic === 'parcels' || topic === 'staff') && puller.pullSoon()),
  ];

  return {
    scan: (who, asked) => {
      const scanned = lastScan.then(() => takeScan(who, asked));
      lastScan = scanned.catch(() => undefined);
      return scanned;
    },
    standing: async () => {
      const state = line.state();
      return {
        online: state === 'online',
        ...(await queue.counts()),
        ...copy.lease(),
        ...(state === 'revoked' && { revoked: true }),
      };
    },
    waiting: () => queue.list(LISTED),
    putAside: async (call) => {
      if (!(await queue.putAside(call))) return fail('not-found');
      announce('stations');
      return ok();
    },
    copyNow: puller.pull,
    stop: async () => {
      for (const end of deaf) end();
      sender.stop();
      await puller.stop();
      await lastScan;
      await sender.sendAll().catch(report);
    },
  };
}

interface Puller {
  /** Of now: one that is going on may have asked before. */
  pull(): Promise<void>;
  pullSoon(): void;
  stop(): Promise<void>;
}

/** Keeps the copy up to date while the line stands: after every change, and to renew the lease. */
function openPuller({ line, announce, report }: CarrierStation, copy: CopyKeeper): Puller {
  let pulling: Promise<void> | undefined;
  let gathering: NodeJS.Timeout | undefined;

  async function copyAll(): Promise<void> {
    if (line.state() !== 'online') return;
    const pulled = await copy.pull();
    const passing = ['unavailable', 'station-revoked'];
    if (!pulled.ok && !passing.includes(pulled.error.code)) report(new UnexpectedFailure(pulled.error));
    announce('stations');
  }

  const join = (): Promise<void> => {
    pulling ??= copyAll()
      .catch(report)
      .finally(() => (pulling = undefined));
    return pulling;
  };
  const pull = (): Promise<void> => (pulling ?? Promise.resolve()).then(join);
  const renewing = setInterval(() => void join(), RENEW_MS);

  return {
    pull,
    pullSoon: () => {
      gathering ??= setTimeout(() => {
        gathering = undefined;
        void pull();
      }, GATHER_MS);
    },
    stop: async () => {
      clearInterval(renewing);
      clearTimeout(gathering);
      await pulling;
    },
  };
}

/** `undefined` when it takes longer than a person waits. */
async function within<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  return Promise.race([work, patience]).finally(() => clearTimeout(timer));
}
