/** A forwarding station's packages and mails, in memory: beside the fake credit company's other screens. */
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { MailRow, PackageRow, ScannedPackage } from '#shared/desk/forwarding.ts';
import { canMove, FORWARDING } from '#shared/domain/states.ts';
import { encodeLabelText } from '#shared/protocol/label-text.ts';
import { numberIn } from '#renderer/staff/scanner/read-scan.ts';
import { expectOk, fail, ok } from '#shared/result.ts';
import { minter, minutesAgo } from './fake-office.ts';
import { fakeList } from './fake-list.ts';

type Rows = readonly (readonly [PackageRow['state'], number, string, string?])[];

const MALLS = ['みなと百貨', '山の手書店', 'Harbour Books'];
const ROWS: Rows = [
  ['bounced', 4_400_000, '見本 花子', 'h…@mail.example'],
  ['arrived', 1_048_576, '見本 花子', 'h…@mail.example'],
  ['arrived', 734_003_200, 'サンプル 次郎', 'j…@post.example'],
  ['arrived', 12_582_912, 'Bartholomew Featherstonehaugh-Sample', 'b…@mail.example'],
  ['queued', 2_097_152, '見本 太郎', 't…@mail.example'],
  ['announced', 1_879_048_192, '見本 太郎', 't…@mail.example'],
  ['sent', 1_048_576, '見本 花子', 'h…@mail.example'],
  ['sent', 9_437_184, '見本 太郎', 't…@mail.example'],
];

const mint = minter(4242);
export const FAKE_RECEIPTS: readonly string[] = ROWS.map(() => mint('receipt'));
/** A receipt whose goods are on media. */
export const MEDIA_RECEIPT = mint('receipt');

/** Label text as it stands in the main code of a receipt label. */
export function receiptCodeOf(receipt: string): string {
  const envelope = new Uint8Array(150).map((_, at) => (at * 89 + Number(receipt.slice(-3))) % 251);
  return expectOk(encodeLabelText({ kind: 'receipt', label: { number: receipt, piece: 1, of: 1, copy: 1 }, envelope }));
}

export function openFakeForwarding(choice: { configured?: boolean; empty?: boolean } = {}): Partial<DeskHandlers> {
  const { configured = true, empty = false } = choice;
  const packages: PackageRow[] = (empty ? [] : ROWS).map(([state, bytes], at) => ({
    receipt: FAKE_RECEIPTS[at]!,
    mall: MALLS[at % MALLS.length]!,
    state,
    bytes,
    announcedAt: minutesAgo(40 + at * 30),
    changedAt: minutesAgo(at * 25 + 3),
    ...(state === 'bounced' && { fault: 'bounced' as const }),
  }));
  const mail = (row: Partial<MailRow>, at: number): MailRow => ({
    id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    kind: 'goods',
    subject: FAKE_RECEIPTS[at % FAKE_RECEIPTS.length]!,
    state: 'sent',
    to: 'h…@mail.example',
    attempts: 1,
    createdAt: minutesAgo(at * 17),
    delayed: false,
    ...row,
  });
  const mails: MailRow[] = empty
    ? []
    : [
        mail({ state: 'waiting', attempts: 0, nextAt: minutesAgo(0) }, 1),
        mail({ state: 'waiting', attempts: 2, nextAt: minutesAgo(-4), fault: 'greylisted', to: 't…@post.example' }, 2),
        mail({ state: 'bounced', fault: 'bounced', sentAt: minutesAgo(30) }, 3),
        mail({ kind: 'statement', subject: 'b0c63b1e-5f55-4b55-9c0e-6f6a4a0d2a11', sentAt: minutesAgo(60) }, 4),
        mail({ kind: 'reset', subject: 'f8c1b3a0-1f0d-4f6e-8a7b-3a1b2c3d4e5f', delayed: true }, 5),
        mail({ state: 'failed', fault: 'refused', to: 'b…@mail.example' }, 6),
        mail({ kind: 'reminder', subject: 'c1d2e3f4-0000-4000-8000-000000000001' }, 7),
        mail({}, 8),
      ];
  let hasPassword = configured;

  const scanned = (text: string): ReturnType<DeskHandlers['forwarding.scan']> => {
    const receipt = numberIn(text);
    if (receipt === undefined) return Promise.resolve(fail('bad-number'));
    const byNumber = text.length < 60;
    if (receipt === MEDIA_RECEIPT) {
      return Promise.resolve(
        ok({
          receipt,
          mall: MALLS[0]!,
          customer: '見本 花子',
          email: 'h…@mail.example',
          postal: { postalCode: '231-0015', address: '神奈川県横浜市中区尾上町1-2-3 見本マンション405号室' },
          warnings: ['no-package'],
        } satisfies ScannedPackage),
      );
    }
    const at = FAKE_RECEIPTS.indexOf(receipt);
    const row = packages[at];
    if (!row) return Promise.resolve(fail(byNumber ? 'receipt-unknown' : 'other-company'));
    const [, , customer, email] = ROWS[at]!;
    return Promise.resolve(
      ok({
        receipt,
        mall: row.mall,
        state: row.state,
        bytes: row.bytes,
        customer,
        email: email!,
        warnings: [
          ...(byNumber ? (['opened-from-table'] as const) : []),
          ...(row.state === 'sent' || row.state === 'bounced' ? (['already-sent'] as const) : []),
          ...(row.state === 'bounced' ? (['address-bounced'] as const) : []),
        ],
      }),
    );
  };
  const queue = (receipts: readonly string[], from: readonly string[]): ReturnType<DeskHandlers['forwarding.send']> => {
    const refused = receipts.flatMap((receipt) => {
      const at = FAKE_RECEIPTS.indexOf(receipt);
      const row = packages[at];
      if (!row || !from.includes(row.state) || !canMove(FORWARDING, row.state, 'queued')) {
        return [{ receipt, code: 'wrong-state' as const }];
      }
      packages[at] = { ...row, state: 'queued', changedAt: new Date().toISOString() };
      return [];
    });
    return Promise.resolve(ok({ queued: receipts.length - refused.length, refused }));
  };

  return {
    'forwarding.list': async (_, asked) =>
      ok(
        fakeList(
          packages,
          { time: ({ announcedAt }) => announcedAt, id: ({ receipt }) => receipt, state: ({ state }) => state },
          asked,
        ),
      ),
    'forwarding.scan': (_, { scan }) => scanned(scan),
    'forwarding.read-file': async () => fail('scan-unreadable'),
    'forwarding.send': (_, { receipts }) => queue(receipts, ['arrived']),
    'forwarding.resend': (_, { receipts }) => queue(receipts, ['sent', 'bounced', 'failed']),
    'mails.list': async (_, asked) =>
      ok(
        fakeList(
          mails,
          {
            time: ({ createdAt }) => createdAt,
            id: ({ id }) => id,
            state: ({ state }) => state,
            texts: ({ subject }) => [subject],
          },
          asked,
        ),
      ),
    'mails.resend-many': async (_, { ids }) => ok({ done: ids.length, refused: [] }),
    'mails.resend': async (_, { id }) => (mails.some((row) => row.id === id) ? ok() : fail('not-found')),
    'mails.retry': async () => ok(),
    'mails.server': async () =>
      ok({
        configured,
        ...(configured && { host: 'mail.credit.example', user: 'post@credit.example' }),
        hasPassword,
        readsBounces: configured,
        waiting: 2,
      }),
    'mails.set-password': async () => {
      hasPassword = true;
      return ok();
    },
  };
}
