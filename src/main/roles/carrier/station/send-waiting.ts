/** What waits goes to the service by itself: in the order of scanning, one after another, each as often as it takes. */
import { ERRORS } from '#shared/errors.ts';
import { fail, type Failure, type Result } from '#shared/result.ts';
import { nextTry } from '#main/post/next-try.ts';
import { afterScan } from './scan-cut-off.ts';
import type { CarrierStation } from './carrier-station.ts';
import type { QueuedScan, ScanQueue } from './scan-queue.ts';
import type { CopyKeeper } from './station-copy-keeper.ts';

/** What became of one scan: `later` – nobody knows, it stays in the queue. */
export type Sent = Result<unknown> | 'later';

export interface Sender {
  /**
   * Sends one scan that lies in the queue. What the service refuses leaves it, or stays there for a person.
   *
   * @param isKept asked when the answer came: somebody was told otherwise meanwhile
   */
  send(queued: QueuedScan, isKept: () => boolean): Promise<Sent>;
  /** Begins, where it is not going on; resolves when nothing waits, or nothing goes any more. */
  sendAll(): Promise<void>;
  stop(): void;
}

const PACE = { first: 1000, longest: 60_000 };
/** A scan that breaks the service this often is a matter for a person. */
const MOST_BREAKS = 8;

export function openSender(station: CarrierStation, copy: CopyKeeper, queue: ScanQueue): Sender {
  const { line, storage, announce, report, clock } = station;
  const going = new Map<string, Promise<Sent>>();
  let all: Promise<void> | undefined;
  let attempts = 0;
  let retry: NodeJS.Timeout | undefined;
  let stopped = false;

  function send(queued: QueuedScan, isKept: () => boolean): Promise<Sent> {
    const sent = settle(queued, isKept).finally(() => going.delete(queued.call));
    going.set(queued.call, sent);
    return sent;
  }

  async function settle(queued: QueuedScan, isKept: () => boolean): Promise<Sent> {
    const { call, at, who, scan, number } = queued;
    const answer = await line.call('station.scan', scan, { who, once: { id: call, at } });
    if (answer.ok) {
      const parcel = number === '' ? undefined : await copy.find(number);
      await storage.write(async (db) => {
        await queue.drop(db, call);
        if (parcel) await copy.replace(db, afterScan(parcel, queued, station));
      });
      return answer;
    }
    if (isPassing(answer.error)) return isHopeless(answer.error, attempts) ? refuse(queued, answer.error) : 'later';
    if (answer.error.code === 'station-revoked') return answer;
    if (isKept()) return refuse(queued, answer.error);
    await storage.write((db) => queue.drop(db, call));
    return answer;
  }

  async function refuse(queued: QueuedScan, error: Failure): Promise<Sent> {
    await storage.write((db) => queue.refuse(db, queued, error.code));
    return fail(error.code, error.about);
  }

  async function sendWaiting(): Promise<void> {
    for (;;) {
      if (stopped || line.state() !== 'online') return;
      const queued = await queue.first();
      if (!queued) return;
      // A screen may wait for this one already.
      const sent = await (going.get(queued.call) ?? send(queued, () => true));
      announce('stations');
      if (sent === 'later') return tryAgain();
      if (!sent.ok && sent.error.code === 'station-revoked') return;
      attempts = 0;
    }
  }

  function tryAgain(): void {
    // One that is coming counts alone, however many scans are made until then.
    if (retry !== undefined || stopped || line.state() !== 'online') return;
    const now = clock();
    const wait = Date.parse(nextTry(now, attempts++, PACE)) - now.getTime();
    retry = setTimeout(() => {
      retry = undefined;
      void sendAll();
    }, wait);
  }

  function sendAll(): Promise<void> {
    all ??= sendWaiting()
      .catch(report)
      .finally(() => (all = undefined));
    return all;
  }

  return {
    send,
    sendAll,
    stop: () => {
      stopped = true;
      clearTimeout(retry);
    },
  };
}

/** The service is not there, or not itself: it says nothing about the scan. */
function isPassing({ code }: Failure): boolean {
  return ERRORS[code].status >= 500 || code === 'too-many';
}

function isHopeless({ code }: Failure, attempts: number): boolean {
  return code === 'internal' && attempts >= MOST_BREAKS;
}
