/** An authentication agency in memory: orders in every state, and wallets that were withdrawn. */
import type { AgencyRequestRow, RevokedWalletRow } from '#shared/desk/agency.ts';
import type { Topic } from '#shared/desk/contract.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { yen } from '#shared/domain/money.ts';
import { ok } from '#shared/result.ts';
import type { FakeDeskOptions, FakeParty } from './desk-server.ts';
import { fakeList, type FakeShape } from './fake-list.ts';
import { minter, minutesAgo, openFakeOffice } from './fake-office.ts';

const STATES = ['open', 'sent', 'again', 'yes', 'no', 'expired', 'yes', 'yes', 'yes', 'no', 'yes', 'yes'] as const;
const MALLS = ['minato.example', 'yama.example'] as const;
const SHAPE: FakeShape<AgencyRequestRow> = {
  time: ({ at }) => at,
  id: ({ id }) => id,
  state: ({ state }) => state,
  partner: ({ mall }) => mall,
  amount: ({ amount }) => amount.value,
  texts: ({ purchase }) => [purchase],
};

/** The agency's commands; also of a credit company that runs one. */
export function fakeAgencyHandlers(
  announce: (topic: Topic) => void,
  empty = false,
): Pick<DeskHandlers, 'agency.setting' | 'agency.requests' | 'agency.revoked' | 'agency.revoke'> {
  const mint = minter(77);
  const requests: AgencyRequestRow[] = empty
    ? []
    : STATES.map((state, at) => ({
        id: `request-${String(at).padStart(2, '0')}`,
        at: minutesAgo(2 + at * 37),
        mall: MALLS[at % 3 === 1 ? 1 : 0]!,
        purchase: mint('purchase'),
        amount: yen(1280 + at * 911),
        quantity: 1 + (at % 4),
        state,
        changedAt: minutesAgo(1 + at * 37),
      }));
  const revoked: RevokedWalletRow[] = empty
    ? []
    : [
        { serial: 'u3Yq0aWfKz1sVb7nHc9TxA', at: minutesAgo(95), by: 'staff', who: '3', reason: '紛失の連絡' },
        { serial: 'Zk2mPp81QeRr-6vLd_0GwQ', at: minutesAgo(2880), by: 'holder', who: 'holder', reason: 'holder' },
      ];
  return {
    'agency.setting': async () =>
      ok({ settlement: 'hama.example', variant: 'reseal', enrolUrl: 'https://ninsho.example/enrol' }),
    'agency.requests': async (_, asked) => ok(fakeList(requests, SHAPE, asked)),
    'agency.revoked': async (_, asked) =>
      ok(fakeList(revoked, { time: ({ at }) => at, id: ({ serial }) => serial, state: ({ by }) => by }, asked)),
    'agency.revoke': async ({ who }, { serial, reason }) => {
      if (!revoked.some((row) => row.serial === serial))
        revoked.unshift({ serial, at: minutesAgo(0), by: 'staff', who, reason });
      announce('agency');
      return ok();
    },
  };
}

export function openFakeAgency(
  { demo = false, empty = false }: FakeDeskOptions,
  announce: (topic: Topic) => void,
): FakeParty {
  const partner = { state: 'approved', variant: 'a', changed: false, waiting: 0 } as const;
  const safetyNumber = '402918837465012938475610293847561029384756102938475610293847';
  const office = openFakeOffice(
    {
      office: {
        id: 'ninsho.example',
        role: 'agency',
        name: 'みほん認証',
        place: '本社',
        publicUrl: 'https://ninsho.example',
        demo,
      },
      partners: [
        { ...partner, id: 'minato.example', role: 'mall', name: 'みなと百貨', safetyNumber },
        { ...partner, id: 'yama.example', role: 'mall', name: '山の本屋', safetyNumber },
        { ...partner, id: 'hama.example', role: 'credit', name: '浜クレジット', safetyNumber },
      ],
      post: [],
    },
    announce,
  );
  return { handlers: { ...office.handlers, ...fakeAgencyHandlers(announce, empty) } };
}
