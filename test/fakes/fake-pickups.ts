/** A carrier's pick-ups in memory: two manifests of malls, and one that was answered yesterday. */
import type { CommandName, Topic } from '#shared/desk/contract.ts';
import type { PickupDetail, PickupRow } from '#shared/desk/handover.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { manifestNumber } from '#shared/domain/manifest.ts';
import { fail, ok } from '#shared/result.ts';
import { type FakeOffice, minter, minutesAgo } from './fake-office.ts';
import { fakeList } from './fake-list.ts';

interface FakePickup {
  readonly manifest: string;
  readonly mallName: string;
  readonly receivedAt: string;
  readonly parcels: readonly { readonly shipping: string; readonly pieces: number; taken: number }[];
  readonly extras: string[];
  closedAt?: string;
  who?: string;
}

export interface FakePickups {
  readonly handlers: Pick<DeskHandlers, Extract<CommandName, `pickups.${string}`>>;
  /** A parcel was accepted. */
  note(number: string): void;
}

/** @param numbers shipping numbers of the carrier's table: the second is expected, the third was accepted before */
export function fakePickups(
  numbers: readonly string[],
  office: FakeOffice,
  announce: (topic: Topic) => void,
): FakePickups {
  const mint = minter(611);
  const parcel = (shipping: string, taken: number, pieces = 1) => ({ shipping, pieces, taken });
  const pickups: FakePickup[] =
    numbers.length === 0
      ? []
      : [
          {
            manifest: '6a1d0c55-3a55-4a0e-9a8e-0f7f6c6c2a11',
            mallName: 'みなと百貨',
            receivedAt: minutesAgo(12),
            parcels: [
              parcel(numbers[1]!, 0),
              parcel(numbers[2]!, 1),
              parcel(mint('shipping'), 1, 2),
              parcel(mint('shipping'), 0),
            ],
            extras: [mint('shipping')],
          },
          {
            manifest: '0d8f6a0a-7d0c-4b39-8d6b-5a2b1c3d4e5f',
            mallName: '港北書房',
            receivedAt: minutesAgo(55),
            parcels: [parcel(mint('shipping'), 1), parcel(mint('shipping'), 1)],
            extras: [],
          },
          {
            manifest: '9e7c4b2a-1f3d-4c5b-8a69-1b2c3d4e5f60',
            mallName: 'みなと百貨',
            receivedAt: minutesAgo(1450),
            parcels: Array.from({ length: 18 }, () => parcel(mint('shipping'), 1)),
            extras: [],
            closedAt: minutesAgo(1400),
            who: '4',
          },
        ];

  function detail(pickup: FakePickup): PickupDetail {
    const { manifest, mallName, receivedAt, parcels, extras, closedAt, who } = pickup;
    const gaps = parcels.filter(({ taken, pieces }) => taken < pieces);
    const differs = gaps.length > 0 || extras.length > 0;
    return {
      manifest,
      number: manifestNumber(manifest),
      mallName,
      date: '2026-11-21',
      receivedAt,
      parcels: parcels.length,
      pieces: parcels.reduce((sum, { pieces }) => sum + pieces, 0),
      takenParcels: parcels.length - gaps.length,
      takenPieces: parcels.reduce((sum, { taken }) => sum + taken, 0),
      extra: extras.length,
      state: closedAt === undefined ? 'open' : differs ? 'differs' : 'agreed',
      ...(closedAt !== undefined && { closedAt }),
      ...(who !== undefined && { who }),
      gaps,
      gapCount: gaps.length,
      extras,
    };
  }
  const rowOf = (pickup: FakePickup): PickupRow => {
    const { gaps: _gaps, gapCount: _count, extras: _extras, ...row } = detail(pickup);
    return row;
  };
  const find = (manifest: string): FakePickup | undefined => pickups.find((one) => one.manifest === manifest);

  return {
    note(number) {
      for (const { parcels } of pickups) {
        const found = parcels.find(({ shipping }) => shipping === number);
        if (found) found.taken += 1;
      }
      announce('handover');
    },
    handlers: {
      'pickups.list': async (_, asked) =>
        ok(
          fakeList(
            pickups.map(rowOf),
            {
              time: ({ receivedAt }) => receivedAt,
              id: ({ manifest }) => manifest,
              state: ({ state }) => (state === 'open' ? 'open' : 'closed'),
              texts: ({ number, mallName }) => [number, mallName],
            },
            asked,
          ),
        ),
      'pickups.read': async (_, { manifest }) => {
        const pickup = find(manifest);
        return pickup ? ok(detail(pickup)) : fail('not-found');
      },
      'pickups.answer': async ({ who }, { manifest, final }) => {
        const pickup = find(manifest);
        if (!pickup) return fail('not-found');
        if (pickup.closedAt !== undefined) return fail('wrong-state', 'closed');
        if (final) Object.assign(pickup, { closedAt: new Date().toISOString(), who });
        office.note(who, 'pickup.answered', manifestNumber(manifest));
        announce('handover');
        return ok(rowOf(pickup));
      },
      'pickups.check': async (_, { csv, jws }) => {
        if (!jws.startsWith('e30..')) return fail('manifest-invalid', 'signature');
        const { number, mallName, date, parcels, pieces } = detail(pickups[0]!);
        const lines = Buffer.from(csv, 'base64').toString().split('\r\n').length - 2;
        return ok({
          number,
          mallName,
          date,
          parcels: lines,
          pieces,
          compared: lines === parcels ? 'same' : 'different',
        });
      },
    },
  };
}
