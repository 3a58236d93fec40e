/** A carrier in memory: a table of expected parcels, whose sealed addressees are random bytes that stand for them. */
import { readCodes } from '#main/labels/index.ts';
import { type CashRow, type ParcelRow, type ParcelStep, type Proof, STEPS_WITH_ADDRESS } from '#shared/desk/carrier.ts';
import type { ClosedDrawer, Drawer } from '#shared/desk/drawer.ts';
import type { ScannedParcel, ScanWarning, SentRemittance, Step } from '#shared/desk/carrier.ts';
import type { Input, Topic } from '#shared/desk/contract.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import { dayInJapan } from '#shared/domain/day.ts';
import type { DeliveryWish } from '#shared/domain/delivery-slot.ts';
import { type LabelId, parseLabelId } from '#shared/domain/label-id.ts';
import { addMoney, type Money, yen } from '#shared/domain/money.ts';
import { normalizeNumber, numberKind } from '#shared/domain/number.ts';
import { canMove, PARCEL, type ParcelState } from '#shared/domain/states.ts';
import { encodeLabelText, parseLabelText } from '#shared/protocol/label-text.ts';
import type { PayMode } from '#shared/protocol/instruction.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import type { FakeDeskOptions, FakeParty } from './desk-server.ts';
import { fakeExceptions } from './fake-exceptions.ts';
import { fakeFees } from './fake-fees.ts';
import { fakePickups } from './fake-pickups.ts';
import { fakeList, type FakeShape } from './fake-list.ts';
import { fakeCarriedReturns } from './fake-carried-returns.ts';
import { fakeMallDepots } from './fake-mall-depots.ts';
import { fakeRoutes } from './fake-routes.ts';
import { minter, minutesAgo, openFakeOffice } from './fake-office.ts';
import { fakeTours } from './fake-tours.ts';

export const HANAKO: Addressee = {
  name: '見本 花子',
  postalCode: '231-0015',
  lines: ['神奈川県横浜市中区尾上町1-2-3', '見本マンション405号室'],
  phone: '045-000-0000',
  country: 'JP',
  note: '宅配ボックス可',
};
const PEOPLE: readonly Addressee[] = [
  HANAKO,
  {
    name: '見本 太郎',
    postalCode: '100-0001',
    lines: ['東京都千代田区千代田1-1'],
    phone: '03-0000-0000',
    country: 'JP',
  },
  {
    name: 'Bartholomew Featherstonehaugh-Sample',
    postalCode: '150-0001',
    lines: ['東京都渋谷区神宮前0-0-0', 'Sample Residence Jingumae, South Tower 1207'],
    phone: '+81 3 0000 0001',
    country: 'JP',
    note: 'Please ring twice; the dog is friendly',
  },
  {
    name: '样例 先生',
    postalCode: '200001',
    lines: ['上海市黄浦区示例路100弄5号楼1201室'],
    phone: '+86 21 0000 0000',
    country: 'CN',
  },
];

type FakeScan = Pick<Input<'station.scan'>, 'scan' | 'step' | 'collected' | 'proof'>;

interface FakeParcel {
  readonly number: string;
  readonly addressee: Addressee;
  readonly amount?: Money;
  readonly surcharge?: Money;
  readonly pay: PayMode;
  readonly agreedAt: string;
  readonly steps: ParcelStep[];
  readonly wish?: DeliveryWish;
  collected?: Money;
  remitted?: boolean;
}

const TARGET: Partial<Record<Step, ParcelState>> = {
  accept: 'accepted',
  arrive: 'at-depot',
  load: 'out-for-delivery',
  deliver: 'delivered',
  attempt: 'attempted',
  return: 'returned',
};
const STATES: readonly (readonly [ParcelState, PayMode])[] = [
  ['out-for-delivery', 'on-delivery'],
  ['expected', 'settled'],
  ['accepted', 'later'],
  ['at-depot', 'settled'],
  ['attempted', 'settled'],
  ['delivered', 'settled'],
  ['out-for-delivery', 'settled'],
];

/** Label text as it stands in the main code of the parcel's label: 615 digits. */
export function mainCodeOf(number: string, copy = 1): string {
  const envelope = new Uint8Array(246).map((_, at) => (at * 89 + Number(number.slice(-3)) + copy) % 251);
  return expectOk(encodeLabelText({ kind: 'shipping', label: { number, piece: 1, of: 1, copy }, envelope }));
}

/** The fake parcels' numbers, in the order of their states above. */
export function fakeShippingNumbers(): readonly string[] {
  const mint = minter(77);
  return STATES.map(() => mint('shipping'));
}

/** A well-formed number that no parcel has. */
export function unknownShippingNumber(): string {
  return minter(1234)('shipping');
}

function makeParcels(): FakeParcel[] {
  return fakeShippingNumbers().map((number, at): FakeParcel => {
    const [state, pay] = STATES[at]!;
    const way: ParcelState[] = ['expected', 'accepted', 'at-depot', 'out-for-delivery'];
    const past = [...way.slice(0, Math.max(way.indexOf(state), 0)), state];
    const full = state === 'delivered' || state === 'attempted' ? [...way, state] : past;
    const agreed = 60 * (at + 2);
    return {
      number,
      addressee: PEOPLE[at % PEOPLE.length]!,
      pay,
      // One to be held at the counter, one wished for on a day.
      ...(at === 3 && { wish: { hold: 'YOK' } }),
      ...(at === 2 && { wish: { day: dayInJapan(new Date()), slot: '14-16' } }),
      ...(pay === 'on-delivery' && { amount: yen(3115), surcharge: yen(300) }),
      agreedAt: minutesAgo(agreed),
      steps: full.map((name, index) => ({
        state: name,
        at: minutesAgo(agreed - index * 20),
        who: index === 0 ? '–' : '3',
        late: false,
      })),
    };
  });
}

const stateOf = (parcel: FakeParcel): ParcelState => parcel.steps.at(-1)!.state;
const dueOf = ({ amount, surcharge }: FakeParcel): Money | undefined =>
  amount && surcharge ? addMoney(amount, surcharge) : (amount ?? surcharge);

const DRAWERS: FakeShape<ClosedDrawer> = {
  time: ({ closedAt }) => closedAt,
  id: ({ id }) => id,
  state: ({ counted, expected }) => (counted.value === expected.value ? 'agrees' : 'differs'),
  amount: ({ counted }) => counted.value,
  texts: ({ who }) => [who],
};

const DUE: FakeShape<CashRow> = {
  time: ({ since }) => since,
  id: ({ mall }) => mall,
  partner: ({ mall }) => mall,
  amount: ({ total }) => total.value,
  texts: ({ mallName }) => [mallName],
};
const SENT: FakeShape<SentRemittance> = {
  time: ({ date }) => date,
  id: ({ remittance }) => remittance,
  partner: ({ mall }) => mall,
  amount: ({ total }) => total.value,
};

export function openFakeCarrier(
  { demo = false, empty = false }: FakeDeskOptions,
  announce: (topic: Topic) => void,
): FakeParty {
  const parcels = empty ? [] : makeParcels();
  const sent: SentRemittance[] = [];
  const proofs = new Map<string, Proof>();
  let drawer: Drawer | null = null;
  let closedDrawers: ClosedDrawer[] = empty
    ? []
    : [
        {
          id: 'a',
          who: '3',
          openedAt: minutesAgo(1900),
          closedAt: minutesAgo(1400),
          parcels: 9,
          expected: yen(41_220),
          counted: yen(41_120),
          reason: 'wrong-change',
        },
      ];
  const cash = {
    mall: 'minato.example',
    mallName: 'みなと百貨',
    since: minutesAgo(2900),
    parcels: empty ? 0 : 11,
    total: yen(empty ? 0 : 40_330),
  };
  const office = openFakeOffice(
    {
      office: {
        id: 'aozora.example',
        role: 'carrier',
        name: '青空運送',
        place: '横浜営業所',
        publicUrl: 'https://aozora.example',
        demo,
      },
      partners: empty
        ? []
        : [
            {
              id: 'minato.example',
              role: 'mall',
              name: 'みなと百貨',
              state: 'approved',
              variant: 'a',
              changed: false,
              waiting: 0,
              safetyNumber: '581930472615038472918364750192837465019283746501928374650192',
              lastSentAt: minutesAgo(5),
              lastReceivedAt: minutesAgo(44),
            },
          ],
      post: [],
    },
    announce,
  );

  const pickups = fakePickups(empty ? [] : fakeShippingNumbers(), office, announce);

  function read(scan: string): Result<LabelId & { sealed: boolean }> {
    const text = normalizeNumber(scan);
    if (text.length > 32) {
      const label = parseLabelText(text);
      if (!label.ok) return label;
      return label.value.kind === 'shipping' ? ok({ ...label.value.label, sealed: true }) : fail('wrong-kind');
    }
    if (numberKind(text) === 'shipping') return ok({ number: text, piece: 1, of: 1, copy: 1, sealed: false });
    const label = parseLabelId(text);
    return label.ok ? ok({ ...label.value, sealed: false }) : fail('bad-number');
  }

  function scan(who: string, input: FakeScan): Result<ScannedParcel> {
    const label = read(input.scan);
    if (!label.ok) return label;
    const { sealed, ...id } = label.value;
    const parcel = parcels.find(({ number }) => number === id.number);
    if (!parcel && !sealed) return fail('parcel-unknown');
    const moved = parcel ? move(parcel, who, input) : ok(undefined);
    if (!moved.ok) {
      office.note(who, 'scan.refused', id.number, moved.error.code);
      return moved;
    }
    office.note(who, 'address.opened', id.number, parcel ? input.step : 'unconfirmed');
    const warnings: ScanWarning[] = parcel ? [] : ['unconfirmed'];
    if (id.copy > 1) warnings.push('copy');
    if (parcel?.addressee.country === 'CN') warnings.push('zone-differs');
    const due = parcel && dueOf(parcel);
    return ok({
      ...id,
      ...(moved.value && { state: moved.value }),
      mall: parcel ? 'みなと百貨' : '',
      ...(parcel && { size: { size: 80, weight: 5 }, pay: parcel.pay }),
      ...(parcel?.amount && { amount: parcel.amount }),
      ...(parcel?.surcharge && { surcharge: parcel.surcharge }),
      ...(due && { due }),
      ...(STEPS_WITH_ADDRESS.includes(input.step) && { addressee: parcel?.addressee ?? PEOPLE[1]! }),
      ...(parcel?.addressee.country !== 'CN' && { route: { depot: 'YOK', route: '23-A' } }),
      ...(parcel?.wish && { wish: parcel.wish }),
      warnings,
      openedFrom: sealed ? 'label' : 'table',
    });
  }

  function move(parcel: FakeParcel, who: string, input: FakeScan): Result<ParcelState> {
    const state = stateOf(parcel);
    const target = TARGET[input.step];
    if (target === undefined) return ok(state);
    if (target === state) return fail(target === 'accepted' ? 'label-duplicate' : 'already-scanned', state);
    if (!canMove(PARCEL, state, target)) return fail('wrong-state', state);
    if (input.step === 'load' && parcel.wish?.hold !== undefined) return fail('held-at-depot', parcel.wish.hold);
    const due = dueOf(parcel);
    if (target === 'delivered' && input.proof === 'wanted') return ok(state);
    if (target === 'delivered' && due) {
      if (!input.collected) return ok(state);
      if (input.collected.value !== due.value) return fail('cash-differs');
      parcel.collected = due;
      const { openedAt, float, entries } = drawer ?? { openedAt: new Date().toISOString(), float: yen(0), entries: [] };
      const entry = { number: parcel.number, amount: due, at: new Date().toISOString() };
      const all = [entry, ...entries];
      drawer = {
        openedAt,
        float,
        entries: all,
        expected: all.reduce((sum, { amount }) => addMoney(sum, amount), float),
      };
      cash.parcels += 1;
      cash.total = addMoney(cash.total, parcel.amount ?? yen(0));
      announce('money');
    }
    if (typeof input.proof === 'object') proofs.set(parcel.number, input.proof);
    parcel.steps.push({ state: target, at: new Date().toISOString(), who, late: false });
    announce('parcels');
    if (target === 'accepted') pickups.note(parcel.number);
    return ok(target);
  }

  return {
    handlers: {
      ...office.handlers,
      ...fakeExceptions(announce, { empty }),
      ...fakeMallDepots({ empty }),
      ...fakeRoutes(announce, { empty }),
      ...fakeCarriedReturns({ empty }),
      ...fakeFees(announce, empty),
      ...pickups.handlers,
      ...fakeTours(
        {
          people: PEOPLE,
          stateOf: (number) => {
            const parcel = parcels.find((row) => row.number === number);
            return parcel && stateOf(parcel);
          },
          note: office.note,
          empty,
        },
        announce,
      ),
      'station.scan': async ({ who }, input) => scan(who, input),
      'station.scan-file': async ({ who }, { file, step }) => {
        const codes = await readCodes(Buffer.from(file, 'base64'));
        const texts = codes.ok ? codes.value.map(({ text }) => text) : [];
        const text = texts.find((found) => parseLabelText(found).ok && found.startsWith('3')) ?? texts[0];
        return text === undefined ? fail('scan-unreadable') : scan(who, { scan: text, step });
      },
      'parcels.list': async (_, asked) => {
        const rows = parcels.map((parcel): ParcelRow => {
          const due = dueOf(parcel);
          return {
            number: parcel.number,
            mall: 'みなと百貨',
            state: stateOf(parcel),
            size: { size: 80, weight: 5 },
            pay: parcel.pay,
            ...(due && { due }),
            ...(parcel.collected && { collected: parcel.collected }),
            ...(stateOf(parcel) !== 'expected' && { depot: 'YOK' }),
            agreedAt: parcel.agreedAt,
            changedAt: parcel.steps.at(-1)!.at,
          };
        });
        const shape: FakeShape<ParcelRow> = {
          time: ({ agreedAt }) => agreedAt,
          id: ({ number }) => number,
          state: ({ state }) => state,
          amount: ({ due }) => due?.value ?? 0,
          texts: ({ number, mall }) => [number, mall],
        };
        const { depot } = asked;
        return ok(
          fakeList(
            rows.filter((row) => depot === undefined || (row.depot ?? '-') === depot),
            shape,
            asked,
          ),
        );
      },
      'parcels.proof': async (_, { number }) => {
        const proof = proofs.get(number);
        return proof ? ok({ number, at: new Date().toISOString(), who: '3', ...proof }) : fail('not-found');
      },
      'parcels.correct-size': async () => ok(),
      'drawer.read': async () => ok(drawer),
      'drawer.open': async (_, { float }) => {
        drawer = { openedAt: new Date().toISOString(), float, entries: [], expected: float };
        return ok();
      },
      'drawer.close': async ({ who }, { counted, reason }) => {
        if (!drawer) return fail('wrong-state', 'closed');
        const { openedAt, entries, expected } = drawer;
        if (counted.value !== expected.value && !reason) return fail('field-missing', 'reason');
        const closed: ClosedDrawer = {
          id: String(closedDrawers.length + 1),
          who,
          openedAt,
          closedAt: new Date().toISOString(),
          parcels: entries.length,
          expected,
          counted,
          ...(reason && counted.value !== expected.value && { reason }),
        };
        closedDrawers = [closed, ...closedDrawers];
        drawer = null;
        announce('money');
        return ok(closed);
      },
      'drawer.list': async (_, asked) => ok(fakeList(closedDrawers, DRAWERS, asked)),
      'parcels.history': async (_, { number }) => {
        const parcel = parcels.find((row) => row.number === number);
        return parcel ? ok(parcel.steps) : fail('parcel-unknown');
      },
      'cash.due': async (_, asked) => ok(fakeList(cash.parcels > 0 ? [{ ...cash }] : [], DUE, asked)),
      'cash.remit': async ({ who }, { mall }) => {
        if (cash.parcels === 0) return fail('not-found');
        const remittance: SentRemittance = {
          remittance: '0d9a6c52-7a1e-4f0b-b7c3-5d2f8e914a60',
          mall,
          date: new Date().toISOString().slice(0, 10),
          parcels: cash.parcels,
          total: cash.total,
        };
        sent.unshift(remittance);
        Object.assign(cash, { parcels: 0, total: yen(0) });
        office.note(who, 'cash.remitted', remittance.remittance, String(remittance.parcels));
        announce('money');
        return ok(remittance);
      },
      'cash.sent': async (_, asked) => ok(fakeList(sent, SENT, asked)),
    },
  };
}
