import { beforeAll, describe, expect, test } from 'vitest';
import type { ScannedParcel, Step } from '#shared/desk/carrier.ts';
import { yen } from '#shared/domain/money.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { encodeLabelText } from '#shared/protocol/label-text.ts';
import { expectOk, fail, type Result } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import type { Carrier } from '#main/roles/carrier/carrier.ts';
import { parcelHistory } from '#main/roles/carrier/parcels.ts';
import { scanLabelFile } from '#main/roles/carrier/scan-file.ts';
import { type Scan, scanParcel } from '#main/roles/carrier/scan.ts';
import { printLabel } from '#main/roles/mall/packing.ts';
import { aGroup, bringEvent, introduce, sentEvents, type TestGroup } from '../../builders/a-group.ts';
import {
  ADDRESSEE,
  type AgreedParcel,
  aLabelText,
  anAgreedParcel,
  type ParcelChoice,
  sealForCarrier,
} from '../../builders/an-order.ts';
import { aCarrier, aMall } from '../../builders/a-party.ts';
import { anEvent } from '../../post/an-event.ts';

let group: TestGroup;
let carrier: Carrier;
beforeAll(async () => {
  group = await aGroup();
  ({ carrier } = group.carrier);
});

const aParcel = (choice: ParcelChoice = {}): Promise<AgreedParcel> => anAgreedParcel(group, choice);
const scan = (text: string, step: Step = 'look', more: Partial<Scan> = {}): Promise<Result<ScannedParcel>> =>
  scanParcel(carrier, { who: 'sato' }, { scan: text, step, ...(step === 'attempt' && { reason: 'absent' }), ...more });

async function stateOf(number: string): Promise<string> {
  const rows = await carrier.storage.read.selectFrom('parcel').select(['number', 'state']).execute();
  return rows.find((row) => row.number === number)!.state;
}
async function lastDeed(): Promise<unknown> {
  const [deed] = await readTrail(carrier.storage.read, { limit: 1 });
  return [deed!.who, deed!.action, deed!.subject, deed!.detail];
}
/** A parcel, moved through these steps. */
async function movedParcel(steps: readonly Step[], choice: ParcelChoice = {}): Promise<AgreedParcel> {
  const parcel = await aParcel(choice);
  for (const step of steps) expectOk(await scan(parcel.labelText, step));
  return parcel;
}

/** Refused, recorded as refused, and nothing changed. */
async function refusal(text: string, number: string, step: Step = 'accept'): Promise<unknown> {
  const before = await carrier.storage.read.selectFrom('parcel').selectAll().execute();
  const refused = await scan(text, step);
  expect(await carrier.storage.read.selectFrom('parcel').selectAll().execute()).toEqual(before);
  if (refused.ok) throw new Error('the scan was taken');
  expect(await lastDeed()).toEqual(['sato', 'scan.refused', number, refused.error.code]);
  return refused.error.code;
}

function withDigit(text: string, at: number): string {
  return text.slice(0, at) + String((Number(text[at]) + 1) % 10) + text.slice(at + 1);
}

describe('a label’s main code', () => {
  test('opens the parcel and shows what the clerk needs; the opening is recorded', async () => {
    const { number, labelText } = await aParcel();
    expect(await scan(labelText)).toEqual({
      ok: true,
      value: {
        number,
        piece: 1,
        of: 1,
        copy: 1,
        state: 'expected',
        mall: '見本マーケット',
        size: { size: 60, weight: 2 },
        pay: 'on-delivery',
        amount: yen(3955),
        due: yen(3955),
        addressee: ADDRESSEE,
        warnings: [],
        openedFrom: 'label',
      },
    });
    expect(await lastDeed()).toEqual(['sato', 'address.opened', number, 'look']);
  });

  test('that the table does not know opens offline as unconfirmed, and records nothing but the opening', async () => {
    const number = numberFromDigits('shipping', '987654321012');
    const text = aLabelText(number, await sealForCarrier(carrier, number));
    for (const step of ['look', 'accept', 'deliver'] as const) {
      const opened = expectOk(await scan(text, step));
      expect(opened).toMatchObject({ warnings: ['unconfirmed'], mall: '', openedFrom: 'label' });
      expect(opened.addressee).toEqual(step === 'accept' ? undefined : ADDRESSEE);
      expect(opened).not.toHaveProperty('state');
    }
    expect(await lastDeed()).toEqual(['sato', 'address.opened', number, 'unconfirmed']);
    expect(await parcelHistory(carrier, number)).toEqual(fail('parcel-unknown'));
    expect(await carrier.storage.read.selectFrom('piece').selectAll().where('number', '=', number).execute()).toEqual(
      [],
    );
  });

  test('with one digit of the envelope changed is not authentic', async () => {
    const { number, labelText } = await aParcel();
    for (const at of [22 + 150, 22 + 300, labelText.length - 1]) {
      expect(await refusal(withDigit(labelText, at), number)).toBe('not-authentic');
    }
  });

  test('with one digit of its number changed is damaged', async () => {
    const { labelText } = await aParcel();
    for (const at of [3, 9, 15]) expect(await refusal(withDigit(labelText, at), '-')).toBe('damaged');
  });

  test('that was cut short is damaged', async () => {
    const { labelText } = await aParcel();
    for (const end of [labelText.length - 1, 300, 40]) {
      expect(await refusal(labelText.slice(0, end), '-')).toBe('damaged');
    }
  });

  test('of a later version is said to be', async () => {
    const { labelText } = await aParcel();
    expect(await refusal(`39${labelText.slice(2)}`, '-')).toBe('unknown-version');
  });

  test('of another carrier is said to be: it is sealed to a key that was never ours', async () => {
    const other = await aCarrier({ id: 'other.localhost', clock: group.clock });
    const number = numberFromDigits('shipping', '111111111111');
    expect(await refusal(aLabelText(number, await sealForCarrier(other.carrier, number)), number)).toBe(
      'other-carrier',
    );
  });

  test('with another parcel’s envelope on it is not authentic', async () => {
    const [one, other] = [await aParcel(), await aParcel()];
    expect(await refusal(aLabelText(one.number, other.envelope), one.number)).toBe('not-authentic');
    const unlisted = numberFromDigits('shipping', '222222222222');
    expect(await refusal(aLabelText(unlisted, other.envelope), unlisted)).toBe('not-authentic');
  });

  test('sealed anew by somebody else for a known number is an alarm', async () => {
    const { number } = await aParcel();
    const elsewhere = { ...ADDRESSEE, lines: ['somewhere else'] };
    const forged = aLabelText(number, await sealForCarrier(carrier, number, elsewhere));
    expect(await refusal(forged, number)).toBe('envelope-conflict');
    expect(await refusal(forged, number, 'look')).toBe('envelope-conflict');
  });

  test('that holds contents for the mall is of the wrong kind', async () => {
    const { purchase } = await aParcel();
    const { contents } = await group.mall.storage.read
      .selectFrom('purchase')
      .select('contents')
      .where('number', '=', purchase)
      .executeTakeFirstOrThrow();
    const label = { number: purchase, piece: 1, of: 1, copy: 1 };
    const envelope = new Uint8Array(contents);
    expect(await refusal(expectOk(encodeLabelText({ kind: 'purchase', label, envelope })), '-')).toBe('wrong-kind');
    const { number } = await aParcel();
    expect(await refusal(aLabelText(number, envelope), number)).toBe('wrong-kind');
  });

  test('is read as it comes from scanners: with blanks, full-width, on several lines', async () => {
    const { number, labelText } = await aParcel();
    const wide = labelText.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    const broken = labelText.replace(/(.{60})/g, '$1\r\n');
    for (const text of [wide, broken, ` ${labelText} `]) expect(expectOk(await scan(text)).number).toBe(number);
  });
});

describe('a bar code or a typed number', () => {
  test('opens the table’s envelope', async () => {
    const { number, labelId } = await aParcel();
    for (const text of [labelId, number, `${number.slice(0, 5)}-${number.slice(5)}`]) {
      expect(expectOk(await scan(text))).toMatchObject({ number, addressee: ADDRESSEE, openedFrom: 'table' });
    }
  });

  test('that nobody knows opens nothing', async () => {
    const unknown = numberFromDigits('shipping', '333333333333');
    expect(await refusal(unknown, unknown)).toBe('parcel-unknown');
    expect(await refusal(`${unknown}010101`, unknown)).toBe('parcel-unknown');
  });

  test.each(['', 'hello', '30482771930560', '10482771930561', '3048277193056901', '304827719305690201'])(
    'that is none is refused: %j',
    async (text) => {
      expect(await refusal(text, '-')).toBe('bad-number');
    },
  );
});

describe('the first acceptance', () => {
  test('claims the piece: the same label again is an alarm and changes nothing', async () => {
    const { number, labelText, labelId } = await movedParcel(['accept']);
    expect(await refusal(labelText, number)).toBe('label-duplicate');
    expect(await refusal(labelId, number)).toBe('label-duplicate');
    expect(await refusal(number, number)).toBe('label-duplicate');
  });

  test('of two at once is one', async () => {
    const { labelText } = await aParcel();
    const answers = await Promise.all([scan(labelText, 'accept'), scan(labelText, 'accept')]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toEqual(fail('label-duplicate'));
  });

  test('claims it against a reprinted copy too', async () => {
    const { number, envelope } = await movedParcel(['accept']);
    expect(await refusal(aLabelText(number, envelope, { copy: 2 }), number)).toBe('label-duplicate');
  });

  test('takes every piece of a parcel once', async () => {
    const { number, envelope } = await aParcel();
    const piece = (at: number): string => aLabelText(number, envelope, { piece: at, of: 2 });
    expect((await scan(piece(2), 'accept')).ok).toBe(true);
    expect((await scan(piece(1), 'accept')).ok).toBe(true);
    expect(await refusal(piece(2), number)).toBe('label-duplicate');
    expect(expectOk(await parcelHistory(carrier, number)).map(({ state }) => state)).toEqual(['expected', 'accepted']);
  });

  test('of a parcel that was called off is refused and claims nothing', async () => {
    const { number, labelText, purchase } = await aParcel();
    const data = { purchase, reason: 'cancelled' };
    const event = anEvent(group.mall, { type: 'shipping.cancel', subject: number, data });
    expectOk(await bringEvent(group.mall, group.carrier, JSON.stringify(event)));
    expect(await refusal(labelText, number)).toBe('wrong-state');
    expect(await refusal(labelText, number)).toBe('wrong-state');
  });
});

describe('a step', () => {
  test('leads a parcel from the mall to its door', async () => {
    const { number, labelText } = await movedParcel(['accept', 'arrive', 'load'], { pay: 'later' });
    expect(expectOk(await scan(labelText, 'deliver')).state).toBe('delivered');
    expect(expectOk(await parcelHistory(carrier, number))).toMatchObject([
      { state: 'expected', who: 'customer' },
      { state: 'accepted', who: 'sato' },
      { state: 'at-depot', who: 'sato' },
      { state: 'out-for-delivery', who: 'sato' },
      { state: 'delivered', who: 'sato' },
    ]);
  });

  test('scanned twice is said to be, and late ones of an earlier step move nothing back', async () => {
    const { number, labelText } = await movedParcel(['accept', 'arrive']);
    expect(await refusal(labelText, number, 'arrive')).toBe('already-scanned');
    expectOk(await scan(labelText, 'load'));
    expectOk(await scan(labelText, 'attempt'));
    expect(await refusal(labelText, number, 'accept')).toBe('label-duplicate');
    expectOk(await scan(labelText, 'return', { reason: 'undeliverable' }));
    for (const step of ['arrive', 'load', 'attempt', 'deliver'] as const) {
      expect(await refusal(labelText, number, step)).toBe('wrong-state');
    }
    expect(await stateOf(number)).toBe('returned');
  });

  test('that skips what comes before is refused', async () => {
    const { number, labelText } = await aParcel();
    for (const step of ['arrive', 'load', 'deliver', 'attempt'] as const) {
      expect(await refusal(labelText, number, step)).toBe('wrong-state');
    }
  });

  test('back to the mall needs a reason', async () => {
    const { number, labelText } = await movedParcel(['accept', 'arrive']);
    expect(await refusal(labelText, number, 'return')).toBe('field-missing');
    expectOk(await scan(labelText, 'return', { reason: 'refused' }));
    const told = (await sentEvents(group.carrier, 'parcel.status')).filter(({ subject }) => subject === number);
    expect(told.at(-1)?.data).toEqual({ status: 'returned', date: '2026-11-21', reason: 'refused' });
  });

  test('is told to the mall for acceptance, delivery and return alone, once each, with the date and no more', async () => {
    const steps = ['accept', 'arrive', 'load', 'attempt', 'load', 'deliver'] as const;
    const { number, purchase } = await movedParcel(steps, { pay: 'later' });
    const told = (await sentEvents(group.carrier, 'parcel.status')).filter(({ subject }) => subject === number);
    expect(told.map(({ data }) => data)).toEqual([
      { status: 'accepted', date: '2026-11-21' },
      { status: 'delivered', date: '2026-11-21' },
    ]);
    await group.mall.storage.write((db) =>
      db.updateTable('purchase').set({ state: 'packed' }).where('number', '=', purchase).execute(),
    );
    await group.exchange();
    const rows = await group.mall.storage.read.selectFrom('purchase').select(['number', 'state']).execute();
    expect(rows.find((row) => row.number === purchase)?.state).toBe('delivered');
  });
});

describe('cash at the door', () => {
  const ready = (choice: ParcelChoice = {}): Promise<AgreedParcel> => movedParcel(['accept', 'arrive', 'load'], choice);

  test('is asked for before the parcel is handed over', async () => {
    const { number, labelText } = await ready();
    expect(expectOk(await scan(labelText, 'deliver'))).toMatchObject({ state: 'out-for-delivery', due: yen(3955) });
    expect(await stateOf(number)).toBe('out-for-delivery');
  });

  test('must be what is due: amount and surcharge', async () => {
    const { number, labelText } = await ready({ zone: 'okinawa' });
    const shown = expectOk(await scan(labelText, 'deliver'));
    expect(shown).toMatchObject({ amount: yen(3955), surcharge: yen(880), due: yen(3955 + 880) });
    for (const collected of [yen(3955), yen(0), yen(4834), yen(4836), { value: 4835, currency: 'EUR' }]) {
      expect(await scan(labelText, 'deliver', { collected })).toEqual(fail('cash-differs'));
      expect(await lastDeed()).toEqual(['sato', 'scan.refused', number, 'cash-differs']);
    }
    expect(await stateOf(number)).toBe('out-for-delivery');
    expect(expectOk(await scan(labelText, 'deliver', { collected: yen(4835) })).state).toBe('delivered');
    const trail = await readTrail(carrier.storage.read, { limit: 2 });
    expect(trail.map(({ action }) => action).sort()).toEqual(['address.opened', 'cash.collected']);
  });

  test('is not taken where none is due', async () => {
    const { labelText } = await ready({ pay: 'later' });
    expect(await scan(labelText, 'deliver', { collected: yen(1) })).toEqual(fail('cash-differs'));
    expect(expectOk(await scan(labelText, 'deliver', { collected: yen(0) })).state).toBe('delivered');
  });

  test('is collected once', async () => {
    const { labelText } = await ready();
    const collected = yen(3955);
    const answers = await Promise.all([
      scan(labelText, 'deliver', { collected }),
      scan(labelText, 'deliver', { collected }),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toEqual(fail('already-scanned', 'delivered'));
  });
});

describe('a warning', () => {
  test('says that the surcharge may be wrong: the address lies in another zone than the browser said', async () => {
    const { labelText } = await aParcel({ zone: 'okinawa' });
    expect(expectOk(await scan(labelText)).warnings).toEqual(['zone-differs']);
    const abroad = { ...ADDRESSEE, country: 'PL', postalCode: '50-001' };
    const right = await aParcel({ zone: 'abroad', addressee: abroad });
    expect(expectOk(await scan(right.labelText)).warnings).toEqual([]);
  });

  test('says that the label was printed again', async () => {
    const { number, envelope } = await aParcel();
    expect(expectOk(await scan(aLabelText(number, envelope, { copy: 2 }))).warnings).toEqual(['copy']);
  });

  test('says that its mall took the label back; another mall can’t', async () => {
    const { labelId, labelText } = await aParcel();
    const other = await aMall({ id: 'second.localhost', clock: group.clock });
    await introduce(other, group.carrier);
    const voiding = (by: typeof other, subject = labelId): Promise<Result<void>> => {
      const event = anEvent(by, { type: 'label.voided', subject, data: { label: labelId, date: '2026-11-21' } });
      return bringEvent(by, group.carrier, JSON.stringify(event));
    };
    expect(await voiding(other)).toEqual(fail('event-unknown-number'));
    expect(expectOk(await scan(labelText)).warnings).toEqual([]);
    expect(await voiding(group.mall, '30482771930569010101')).toEqual(fail('event-invalid', 'label'));
    expectOk(await voiding(group.mall));
    expect(expectOk(await scan(labelText)).warnings).toEqual(['voided']);
  });
});

describe('a file in place of a scanner', () => {
  test('is read by its main code', async () => {
    const { purchase, number } = await aParcel();
    const checked = [
      { sku: 'BK-1', quantity: 1 },
      { sku: 'FD-1', quantity: 2 },
    ];
    const [printed] = expectOk(await printLabel(group.mall.mall, 'mori', { purchase, checked }));
    for (const file of [printed!.pdf, printed!.preview]) {
      const opened = await scanLabelFile(carrier, { who: 'sato' }, Buffer.from(file, 'base64'), { step: 'look' });
      expect(opened).toMatchObject({ value: { number, openedFrom: 'label', addressee: ADDRESSEE } });
    }
  });

  test('without a code is said to be unreadable', async () => {
    const nothing = await scanLabelFile(carrier, { who: 'sato' }, Buffer.from('no picture'), { step: 'look' });
    expect(nothing).toMatchObject({ error: { code: 'scan-unreadable' } });
  });
});

describe('whoever scans', () => {
  test('learns no product and no purchase number', async () => {
    const { labelText, purchase } = await aParcel();
    const shown = JSON.stringify(expectOk(await scan(labelText)));
    expect(shown).not.toMatch(/BK-1|FD-1|山の手帖|煎茶/);
    expect(shown).not.toContain(purchase);
  });

  test('leaves no address in the trail', async () => {
    const trail = JSON.stringify(await readTrail(carrier.storage.read, { limit: 500 }));
    for (const marked of ['見本 花子', '尾上町', '231-0015', '045-000']) expect(trail).not.toContain(marked);
  });
});
