/** Scans that the service has not answered yet, durable before anybody is told of them, in the order of scanning. */
import type { WaitingScan } from '#shared/desk/stations.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { Writable } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import type { Scan } from '../scan.ts';
import { type CarrierStation, openJson, parcelKey, sealJson } from './carrier-station.ts';
import type { QueuedScanTable, StationStoreTables } from './station-store-tables.ts';

export interface QueuedScan {
  /** UUID that the service knows the call by. */
  readonly call: string;
  readonly at: string;
  readonly who: string;
  /** Empty where none could be read. */
  readonly number: string;
  readonly scan: Scan;
  readonly refused?: ErrorCode;
}

export interface QueueCounts {
  readonly waiting: number;
  readonly refused: number;
}

type Row = Pick<QueuedScanTable, 'call' | 'content'>;

export class ScanQueue {
  readonly #station: CarrierStation;

  constructor(station: CarrierStation) {
    this.#station = station;
  }

  /** A scan of now, not in the queue yet: its id is known before it lies there. */
  draw(at: Date, who: string, scan: Scan, number: string): QueuedScan {
    return { call: randomUuid(), at: at.toISOString(), who, number, scan };
  }

  /** Durable when it resolves. */
  async add(queued: QueuedScan): Promise<void> {
    const { vault, storage } = this.#station;
    const key = queued.number === '' ? null : await parcelKey(vault, queued.number);
    const row = { call: queued.call, key, state: 'waiting', content: this.#seal(queued) } as const;
    await storage.write((db) => db.insertInto('queued_scan').values(row).execute());
  }

  async drop(db: Writable<StationStoreTables>, call: string): Promise<void> {
    await db.deleteFrom('queued_scan').where('call', '=', call).execute();
  }

  /** Kept for a person to look at. */
  async refuse(db: Writable<StationStoreTables>, queued: QueuedScan, refused: ErrorCode): Promise<void> {
    const content = this.#seal({ ...queued, refused });
    await db.updateTable('queued_scan').set({ state: 'refused', content }).where('call', '=', queued.call).execute();
  }

  /** The first that waits. */
  async first(): Promise<QueuedScan | undefined> {
    const row = await this.#rows().where('state', '=', 'waiting').limit(1).executeTakeFirst();
    return row && this.#open(row);
  }

  /** What waits of one parcel. */
  async ofParcel(number: string): Promise<QueuedScan[]> {
    const key = await parcelKey(this.#station.vault, number);
    const rows = await this.#rows().where('key', '=', key).where('state', '=', 'waiting').execute();
    return rows.map((row) => this.#open(row));
  }

  async counts(): Promise<QueueCounts> {
    const rows = await this.#station.storage.read
      .selectFrom('queued_scan')
      .select((row) => ['state', row.fn.countAll<number>().as('count')])
      .groupBy('state')
      .execute();
    const count = (state: QueuedScanTable['state']): number =>
      Number(rows.find((row) => row.state === state)?.count ?? 0);
    return { waiting: count('waiting'), refused: count('refused') };
  }

  async list(limit: number): Promise<WaitingScan[]> {
    const rows = await this.#rows().limit(limit).execute();
    return rows.map((row) => {
      const { call: id, number, scan, at, refused } = this.#open(row);
      const { step, collected } = scan;
      return {
        id,
        number,
        step,
        at,
        ...(collected && { collected }),
        ...(refused && { refused }),
      };
    });
  }

  /** A refused one was looked at; false where there is none. */
  async putAside(call: string): Promise<boolean> {
    const { numDeletedRows } = await this.#station.storage.write((db) =>
      db.deleteFrom('queued_scan').where('call', '=', call).where('state', '=', 'refused').executeTakeFirst(),
    );
    return numDeletedRows > 0n;
  }

  #rows() {
    return this.#station.storage.read.selectFrom('queued_scan').select(['call', 'content']).orderBy('seq');
  }

  #seal(queued: QueuedScan): Uint8Array<ArrayBuffer> {
    return sealJson(this.#station.rest, `scan|${queued.call}`, queued);
  }

  #open({ call, content }: Row): QueuedScan {
    return openJson<QueuedScan>(this.#station.rest, `scan|${call}`, content);
  }
}
