import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import type { ExceptionRow } from '#shared/desk/exceptions.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { expectOk, fail, ok } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { dropOldExceptions } from '#main/exceptions/index.ts';
import { exceptionsDesk } from '#main/roles/office/exceptions-desk.ts';
import { scanLabelFile } from '#main/roles/carrier/scan-file.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { aGroup, type TestGroup } from '../builders/a-group.ts';
import { aLabelText, anAgreedParcel, sealForCarrier } from '../builders/an-order.ts';

let group: TestGroup;
const sato: DeskCaller = { who: 'sato' };
const gate: DeskCaller = { who: 'kato', station: { id: 'g', name: 'Gate 2', kind: 'gate', depot: 'YOK' } };

beforeAll(async () => {
  group = await aGroup();
});

const desk = (): ReturnType<typeof exceptionsDesk> => exceptionsDesk(group.carrier.carrier.post);
async function open(): Promise<readonly ExceptionRow[]> {
  return expectOk(await desk()['exceptions.list'](sato, { states: ['open'], order: 'oldest', limit: 100 })).rows;
}
async function openFor(number: string): Promise<readonly ExceptionRow[]> {
  return (await open()).filter((row) => row.number === number);
}

/** A PNG with nothing on it: read by nobody. */
function blankPng(): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(64, 0);
  header.writeUInt32BE(64, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(64 * 65, 255);
  for (let row = 0; row < 64; row++) rows[row * 65] = 0;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
function crc32(data: Buffer): number {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

describe('a scan that does not open', () => {
  test('comes onto the workbench with its cause, its number, who scanned it and where', async () => {
    const { carrier } = group.carrier;
    const { number } = await anAgreedParcel(group, {});
    const foreign = aLabelText(number, await sealForCarrier(carrier, number));
    expect((await scanParcel(carrier, gate, { scan: foreign, step: 'accept' })).ok).toBe(false);
    expect(await openFor(number)).toMatchObject([
      { who: 'kato', station: 'Gate 2', place: 'scan', code: 'envelope-conflict', step: 'accept', times: 1 },
    ]);
  });

  test('again is counted, not listed twice', async () => {
    const { carrier } = group.carrier;
    const number = numberFromDigits('shipping', '555500001111');
    for (let times = 0; times < 3; times++) await scanParcel(carrier, sato, { scan: number, step: 'arrive' });
    expect(await openFor(number)).toMatchObject([{ code: 'parcel-unknown', times: 3 }]);
  });

  test('by a person’s slip alone is none', async () => {
    const { carrier } = group.carrier;
    const { number, labelText } = await anAgreedParcel(group, {});
    await scanParcel(carrier, sato, { scan: labelText, step: 'load' });
    await scanParcel(carrier, sato, { scan: 'hello', step: 'load' });
    expect(await openFor(number)).toEqual([]);
  });

  test('as a file keeps its picture, encrypted, and who looks at it stands in the trail', async () => {
    const { carrier } = group.carrier;
    const png = blankPng();
    expect(await scanLabelFile(carrier, sato, png, { step: 'accept' })).toEqual(fail('scan-unreadable', 'no code'));
    const row = (await open()).find(({ hasPicture }) => hasPicture)!;
    expect(row).toMatchObject({ code: 'scan-unreadable', place: 'scan', step: 'accept' });
    expect(row).not.toHaveProperty('number');
    const stored = await carrier.storage.read
      .selectFrom('exception')
      .select('picture')
      .where('id', '=', row.id)
      .executeTakeFirstOrThrow();
    expect(Buffer.from(stored.picture!).includes(Buffer.from('IHDR'))).toBe(false);
    const found = expectOk(await desk()['exceptions.picture']({ who: 'abe' }, { id: row.id }));
    expect(found).toEqual({ type: 'image/png', picture: png.toString('base64') });
    expect((await readTrail(carrier.storage.read, { limit: 1 }))[0]).toMatchObject({
      who: 'abe',
      action: 'exception.viewed',
      subject: row.id,
    });
  });
});

describe('a decision', () => {
  async function anException(): Promise<ExceptionRow> {
    const { carrier } = group.carrier;
    const digits = String(Math.floor(Math.random() * 1e12)).padStart(12, '0');
    const number = numberFromDigits('shipping', digits);
    await scanParcel(carrier, sato, { scan: number, step: 'arrive' });
    return (await openFor(number))[0]!;
  }

  test('on several takes those off that are open, and names the one that was decided before', async () => {
    const [one, two] = [await anException(), await anException()];
    await desk()['exceptions.decide'](sato, { id: one.id, decision: 'sent-back' });
    const many = { ids: [one.id, two.id], decision: 'no-fault' as const };
    expect(await desk()['exceptions.decide-many']({ who: 'mori' }, many)).toEqual(
      ok({ done: 1, refused: [{ id: one.id, code: 'wrong-state', about: 'decided' }] }),
    );
    expect(await openFor(two.number!)).toEqual([]);
  });

  test('says who made it and when, and takes the exception off the open ones', async () => {
    const row = await anException();
    expect(await desk()['exceptions.decide']({ who: 'mori' }, { id: row.id, decision: 'sent-back' })).toEqual(ok());
    expect(await openFor(row.number!)).toEqual([]);
    const decided = expectOk(await desk()['exceptions.list'](sato, { states: ['decided'], limit: 100 })).rows;
    const found = decided.find(({ id }) => id === row.id);
    expect(found).toMatchObject({ decision: 'sent-back', decidedBy: 'mori' });
    expect((await readTrail(group.carrier.carrier.storage.read, { limit: 1 }))[0]).toMatchObject({
      who: 'mori',
      action: 'exception.decided',
      detail: 'parcel-unknown sent-back',
    });
  });

  test('is made once', async () => {
    const row = await anException();
    const choose = (who: string) => desk()['exceptions.decide']({ who }, { id: row.id, decision: 'no-fault' });
    const answers = await Promise.all([choose('a'), choose('b')]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.find((answer) => !answer.ok)).toEqual(fail('wrong-state', 'decided'));
  });

  test('by a typed number needs one, and keeps it', async () => {
    const row = await anException();
    const enter = (number?: string) =>
      desk()['exceptions.decide'](sato, { id: row.id, decision: 'entered', ...(number && { number }) });
    expect(await enter()).toEqual(fail('field-missing', 'number'));
    expect(await enter('3 0482 7719 3056 9')).toEqual(ok());
    const decided = expectOk(await desk()['exceptions.list'](sato, { states: ['decided'], limit: 100 })).rows;
    const found = decided.find(({ id }) => id === row.id);
    expect(found).toMatchObject({ decision: 'entered', entered: '30482771930569' });
  });

  test('of nothing is not found', async () => {
    const id = '00000000-0000-4000-8000-000000000000';
    expect(await desk()['exceptions.decide'](sato, { id, decision: 'no-fault' })).toEqual(fail('not-found'));
    expect(await desk()['exceptions.picture'](sato, { id })).toEqual(fail('not-found'));
  });
});

test('decided exceptions are dropped after 90 days, open ones never', async () => {
  const { storage } = group.carrier.carrier;
  const before = await open();
  await dropOldExceptions(storage as never, new Date(group.clock().getTime() + 91 * 86_400_000));
  expect(expectOk(await desk()['exceptions.list'](sato, { states: ['decided'], limit: 100 })).rows).toEqual([]);
  expect(await open()).toEqual(before);
});
