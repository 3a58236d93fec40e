/** A credit company with customers, cards and charges at every stage, without malls behind them. */
import type { OwnAccount } from '#shared/domain/bank-account.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { yen } from '#shared/domain/money.ts';
import type { EventData } from '#shared/protocol/event.ts';
import { ok, type Result } from '#shared/result.ts';
import type { IncomingEvent, Partner } from '#main/post/index.ts';
import type { Credit } from '#main/roles/credit/credit.ts';
import { acceptRefund } from '#main/roles/credit/refunds.ts';
import { acceptClaim } from '#main/roles/credit/settle.ts';
import type { CardTable, CustomerTable } from '#main/roles/credit/tables.ts';
import { writeResult } from '#main/storage/index.ts';
import { randomDigit, randomUuid } from '#main/vault/index.ts';
import { aClock, type TestClock } from './a-clock.ts';
import { aCredit, type TestCredit } from './a-party.ts';

export const MALLS = ['minato.example', 'kawa.example'] as const;

export const OWN_ACCOUNT: OwnAccount = {
  holder: 'ﾐﾎﾝｸﾚｼﾞﾂﾄ(ｶ',
  consignor: '0012345678',
  bankCode: '9998',
  bankName: 'ﾐﾎﾝ',
  branchCode: '001',
  branchName: 'ﾎﾝﾃﾝ',
  accountType: 'current',
  accountNumber: '0054321',
  shown: {
    ja: '見本銀行 本店 当座 0054321 ミホンクレジット（カ',
    en: 'Mihon Bank, Head Office, current 0054321, MIHON CREDIT K.K.',
  },
};

export const PAYEE = {
  holder: 'ﾐﾅﾄﾋﾔﾂｶ(ｶ',
  bankCode: '9999',
  bankName: 'ﾅﾐ',
  branchCode: '102',
  branchName: 'ﾐﾅﾄ',
  accountType: 'ordinary',
  accountNumber: '1234567',
} as const;

export interface Charge {
  readonly receipt: string;
  readonly jti: string;
  readonly mall: string;
}

export interface TestBilling {
  readonly party: TestCredit;
  readonly credit: Credit;
  readonly clock: TestClock;
  customer(choice?: Partial<CustomerTable>): Promise<string>;
  card(customer: string, choice?: Partial<CardTable>): Promise<string>;
  /** As settling does; `undefined` where the card can't bear it. */
  hold(card: string, amount: number, mall?: string): Promise<Charge | undefined>;
  claim(charge: Charge, amount: number, date?: string): Promise<Result<void>>;
  /** A hold that is claimed at once. */
  charge(card: string, amount: number, choice?: { mall?: string; date?: string }): Promise<Charge>;
  refund(charge: Charge, amount: number, reason?: EventData<'settlement.refund'>['reason']): Promise<Result<void>>;
}

let serial = 0;

export async function aBilling(choice: { clock?: TestClock } = {}): Promise<TestBilling> {
  const clock = choice.clock ?? aClock();
  const party = await aCredit({ clock });
  const { credit } = party;
  const { storage } = credit;
  await storage.write(async (db) => {
    for (const [at, id] of MALLS.entries()) {
      await db
        .insertInto('partner')
        .values({
          id,
          role: 'mall',
          name: ['みなと百貨', 'かわ書店'][at]!,
          state: 'approved',
          card: '{}',
          next_card: null,
          variant: 'a',
          added_at: clock().toISOString(),
          last_sent_at: null,
          last_received_at: null,
        })
        .execute();
    }
  });
  const today = (): string => clock().toISOString().slice(0, 10);

  const billing: TestBilling = {
    party,
    credit,
    clock,
    async customer(choice = {}) {
      const id = `customer-${++serial}`;
      const row: CustomerTable = {
        id,
        name: '見本 花子',
        kana: 'ミホン ハナコ',
        postal_code: '231-0015',
        address: '神奈川県横浜市中区尾上町1-2-3 見本マンション405号室',
        phone: '045-000-0000',
        email: `${id}@mail.example`,
        employer: '',
        created_at: clock().toISOString(),
        billing: 'mail',
        language: 'ja',
        ...choice,
      };
      await storage.write((db) => db.insertInto('customer').values(row).execute());
      return id;
    },
    async card(customer, choice = {}) {
      const id = `card-${++serial}`;
      const row: CardTable = {
        id,
        customer,
        last_four: '3902',
        expiry: '2031-12',
        card_limit: 100_000,
        available: choice.card_limit ?? 100_000,
        currency: 'JPY',
        password: 'x',
        blocked: 0,
        ...choice,
      };
      await storage.write((db) => db.insertInto('card').values(row).execute());
      return id;
    },
    hold: (card, amount, mall = MALLS[0]) =>
      storage.write(async (db) => {
        const { customer } = await db
          .selectFrom('card')
          .select('customer')
          .where('id', '=', card)
          .executeTakeFirstOrThrow();
        const held = await db
          .updateTable('card')
          .set((eb) => ({ available: eb('available', '-', amount) }))
          .where('id', '=', card)
          .where('available', '>=', amount)
          .executeTakeFirst();
        if (held.numUpdatedRows === 0n) return undefined;
        const digits = (): string => Array.from({ length: 12 }, () => String(randomDigit())).join('');
        const charge = {
          receipt: numberFromDigits('receipt', digits()),
          jti: numberFromDigits('purchase', digits()),
          mall,
        };
        await db
          .insertInto('settlement')
          .values({
            ...charge,
            card,
            customer,
            contents: null,
            sealed_customer: new Uint8Array(8),
            amount,
            captured: 0,
            released: 0,
            refunded: 0,
            currency: 'JPY',
            state: 'held',
            held_at: clock().toISOString(),
            hold_until: new Date(clock().getTime() + 14 * 86_400_000).toISOString(),
          })
          .execute();
        return charge;
      }),
    claim: ({ jti, mall }, amount, date = today()) =>
      writeResult(storage, (db) =>
        acceptClaim(credit, db, { id: randomUuid(), mall, purchase: jti, amount: yen(amount), date }),
      ),
    async charge(card, amount, { mall, date } = {}) {
      const charge = await billing.hold(card, amount, mall);
      if (!charge) throw new Error('this card can’t bear that');
      const claimed = await billing.claim(charge, amount, date);
      if (!claimed.ok) throw new Error(claimed.error.code);
      return charge;
    },
    refund: ({ jti, mall }, amount, reason = 'returned') =>
      writeResult(storage, async (db) => {
        const refund = randomUuid();
        const event: IncomingEvent<'settlement.refund'> = {
          partner: { id: mall } as unknown as Partner,
          subject: refund,
          data: { refund, purchase: jti, amount: yen(amount), reason },
        } as unknown as IncomingEvent<'settlement.refund'>;
        const done = await acceptRefund(credit, db, event);
        return done.ok ? ok() : done;
      }),
  };
  return billing;
}
