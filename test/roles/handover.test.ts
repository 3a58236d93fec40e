/** The end of a day at both ends: counted and closed at the mall, picked up and answered by the carrier. */
import { createPublicKey, randomUUID, verify } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ManifestDetail, PickupDetail } from '#shared/desk/handover.ts';
import { manifestNumber } from '#shared/domain/manifest.ts';
import { expectOk, fail, type Result } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { checkManifest } from '#main/roles/carrier/check-manifest.ts';
import { answerPickup } from '#main/roles/carrier/pickup.ts';
import { listPickups, readPickup } from '#main/roles/carrier/pickup-lists.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { closeManifest } from '#main/roles/mall/close-manifest.ts';
import { carriersToCount, countPiece, readCount, takeBackPiece } from '#main/roles/mall/count-parcels.ts';
import { foundHere, listManifests, manifestPapers, readManifest } from '#main/roles/mall/manifests.ts';
import { handOver } from '#main/roles/mall/packing.ts';
import { lookAtPurchase } from '#main/roles/mall/packing-queue.ts';
import { recordLabel, voidLabel } from '#main/roles/mall/press-label.ts';
import { cancelOrder } from '#main/roles/mall/refunds.ts';
import { aGroup, bringEvent, sentEvents, type TestGroup } from '../builders/a-group.ts';
import { aLabelText, type AgreedParcel, anAgreedParcel } from '../builders/an-order.ts';

let group: TestGroup;
let mall: TestGroup['mall']['mall'];
let carrier: TestGroup['carrier']['carrier'];
beforeEach(async () => {
  group = await aGroup();
  ({ mall } = group.mall);
  ({ carrier } = group.carrier);
});

/** Labelled, without drawing the labels, which takes a second each. */
async function label(purchase: string, of = 1, copy = 1): Promise<void> {
  await group.mall.storage.write(async (db) => {
    const row = await db.selectFrom('purchase').selectAll().where('number', '=', purchase).executeTakeFirstOrThrow();
    const at = mall.clock();
    for (let piece = 1; piece <= of; piece++) {
      const reason = copy === 1 ? null : ('damaged' as const);
      expectOk(await recordLabel(mall, db, row, { piece, of, copy, who: 'mori', reason, approver: null, at }));
    }
  });
}
async function aPackedParcel(of = 1): Promise<AgreedParcel> {
  const parcel = await anAgreedParcel(group);
  await label(parcel.purchase, of);
  return parcel;
}
const count = (scan: string) => countPiece(mall, 'mori', { carrier: group.carrier.id, scan });
const close = () => closeManifest(mall, 'mori', group.carrier.id);
const accept = (scan: string, at?: Date) =>
  scanParcel(
    carrier,
    { who: 'kato', ...(at && { once: { station: randomUUID(), id: randomUUID(), at } }) },
    { scan, step: 'accept' },
  );
const atMall = async (manifest: string): Promise<ManifestDetail> => expectOk(await readManifest(mall, manifest));
const atCarrier = async (manifest: string): Promise<PickupDetail> => expectOk(await readPickup(carrier, manifest));
const stateOf = async (purchase: string) => expectOk(await lookAtPurchase(mall, purchase)).state;

/** Both ends say the same of a manifest. */
async function expectSame(manifest: string, same: { missing: string[]; short?: string[]; extra: string[] }) {
  const [left, right] = [await atMall(manifest), await atCarrier(manifest)];
  const gaps = (detail: { gaps: readonly { shipping: string; taken: number }[] }, isShort: boolean): string[] =>
    detail.gaps.filter(({ taken }) => taken > 0 === isShort).map(({ shipping }) => shipping);
  for (const end of [left, right]) {
    expect(gaps(end, false)).toEqual([...same.missing].sort());
    expect(gaps(end, true)).toEqual([...(same.short ?? [])].sort());
  }
  expect(left.extras.map(({ shipping }) => shipping)).toEqual([...same.extra].sort());
  expect(right.extras).toEqual([...same.extra].sort());
  expect(left.state).toBe(right.state);
}

/** Three packed parcels, counted; their manifest at the carrier. */
async function aPickup(of = 1) {
  const parcels = [await aPackedParcel(of), await aPackedParcel(), await aPackedParcel()] as const;
  for (let piece = 1; piece <= of; piece++) expectOk(await count(`${parcels[0].number}${pair(piece)}${pair(of)}01`));
  for (const { labelId } of parcels.slice(1)) expectOk(await count(labelId));
  const closed = expectOk(await close());
  await group.exchange();
  return { ...closed, parcels };
}
const pair = (digits: number): string => String(digits).padStart(2, '0');

describe('counting at the mall', () => {
  test('takes the main code, the bar code and a typed number, each piece once', async () => {
    const one = await aPackedParcel();
    const two = await aPackedParcel(2);
    expect(expectOk(await count(one.labelText))).toMatchObject({ purchase: one.purchase, piece: 1, pieces: 1 });
    expect(await count(one.labelId)).toEqual(fail('already-scanned'));
    const second = aLabelText(two.number, two.envelope, { piece: 2, of: 2 });
    expect(expectOk(await count(second))).toMatchObject({ piece: 2, pieces: 2, counted: 1 });
    expect(await readCount(mall, group.carrier.id)).toMatchObject({
      parcels: 2,
      countedParcels: 1,
      pieces: 3,
      countedPieces: 2,
      left: [{ shipping: two.number, counted: 1 }],
    });
    expect(expectOk(await count(two.number))).toMatchObject({ piece: 1, counted: 2 });
    expect(await count(two.number)).toEqual(fail('already-scanned'));
    expect(await carriersToCount(mall)).toMatchObject([{ parcels: 2, countedParcels: 2, countedPieces: 3 }]);
    expectOk(await takeBackPiece(mall, { purchase: one.purchase, piece: 1 }));
    expect((await carriersToCount(mall))[0]).toMatchObject({ countedParcels: 1, countedPieces: 2 });
  });

  test('says why a parcel does not count', async () => {
    const parcel = await anAgreedParcel(group);
    expect(await count(parcel.labelId)).toEqual(fail('wrong-state', 'accepted'));
    await label(parcel.purchase);
    expect(await countPiece(mall, 'mori', { carrier: 'other.example', scan: parcel.labelId })).toMatchObject({
      ok: false,
      error: { code: 'other-carrier' },
    });
    expect(await count(`${parcel.number}010102`)).toMatchObject({ ok: false, error: { code: 'parcel-unknown' } });
    expectOk(await voidLabel(mall, 'mori', { purchase: parcel.purchase, piece: 1, copy: 1, reason: 'damaged' }));
    expect(await count(parcel.labelId)).toEqual(fail('label-voided'));
    expectOk(await cancelOrder(mall, 'mori', { number: parcel.purchase, reason: 'customer' }));
    expect(await count(parcel.labelId)).toEqual(fail('wrong-state', 'cancelled'));
    expect(await count('30482771930569')).toEqual(fail('parcel-unknown'));
    expect(await close()).toEqual(fail('nothing-counted'));
  });
});

describe('a closed manifest', () => {
  test('moves what was counted, leaves the rest packed, and tells the carrier numbers, pieces and sizes alone', async () => {
    const one = await aPackedParcel();
    const half = await aPackedParcel(2);
    const left = await aPackedParcel();
    expectOk(await count(one.labelId));
    expectOk(await count(half.number));
    const closed = expectOk(await close());
    expect(closed).toMatchObject({ parcels: 1, pieces: 1, left: 2, refused: [] });
    expect(await stateOf(one.purchase)).toBe('handed-over');
    for (const { purchase } of [half, left]) expect(await stateOf(purchase)).toBe('packed');
    const [event] = await sentEvents(group.mall, 'handover.manifest');
    const { date } = (await listManifests(mall, { limit: 1 })).rows[0]!;
    const parcels = [{ shipping: one.number, pieces: 1, size: 60 }];
    expect(event).toMatchObject({ subject: closed.manifest });
    expect(event!.data).toEqual({ manifest: closed.manifest, date, parcels });
    expect(JSON.parse(event!.json).time).toBe(`${date}T00:00:00.000Z`);
    const trail = await readTrail(mall.storage.read, { limit: 3 });
    expect(trail.map(({ action, subject }) => [action, subject])).toContainEqual(['manifest.closed', closed.number]);
    expect(trail.map(({ action, subject }) => [action, subject])).toContainEqual([
      'purchase.handed-over',
      one.purchase,
    ]);
    expect((await atMall(closed.manifest)).state).toBe('closed');
    await group.exchange();
    expect((await atMall(closed.manifest)).state).toBe('waiting');
    expect(await close()).toEqual(fail('nothing-counted'));
  });

  test('closed at two benches at once is one manifest', async () => {
    const parcel = await aPackedParcel();
    expectOk(await count(parcel.labelId));
    const both = await Promise.all([close(), close()]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await sentEvents(group.mall, 'handover.manifest')).toHaveLength(1);
  });

  test('is signed: whoever has the mall’s public key can check its file, and a changed one fails', async () => {
    const { manifest, number } = await aPickup();
    const papers = expectOk(await manifestPapers(mall, { manifest, language: 'en' }));
    const csv = Buffer.from(papers.csv, 'base64');
    const [header, , signature] = papers.jws.split('.') as [string, string, string];
    const read = JSON.parse(Buffer.from(header, 'base64url').toString()) as Record<string, string>;
    expect(read).toMatchObject({ alg: 'EdDSA', typ: 'tokumei-manifest+jws', aud: group.carrier.id });
    const key = group.mall.vault.publicKeys().find(({ use }) => use === 'sign')!;
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.x }, format: 'jwk' });
    const signed = (bytes: Buffer): Buffer => Buffer.from(`${header}.${bytes.toString('base64url')}`);
    expect(verify(null, signed(csv), publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(csv.toString().split('\r\n')).toHaveLength(5);

    const { jws } = papers;
    expect(expectOk(await checkManifest(carrier, { csv, jws }))).toEqual({
      number,
      mallName: group.mall.mall.name,
      date: (await atMall(manifest)).date,
      parcels: 3,
      pieces: 3,
      compared: 'same',
    });
    const changed = Buffer.from(csv.toString().replace(',1,60', ',2,60'));
    expect(await checkManifest(carrier, { csv: changed, jws })).toEqual(fail('manifest-invalid', 'signature'));
    expect(await checkManifest(carrier, { csv, jws: 'x.y.z' })).toEqual(fail('manifest-invalid', 'signature'));
    expect(papers.number).toBe(manifestNumber(manifest));
    const codes = expectOk(await mall.press.read(Buffer.from(papers.pdf, 'base64')));
    expect(codes.map(({ text }) => text)).toEqual([number]);
  });
});

describe('a pick-up', () => {
  test('that brings everything agrees at both ends', async () => {
    const { parcels, manifest } = await aPickup();
    for (const { labelText } of parcels) expectOk(await accept(labelText));
    expect((await atCarrier(manifest)).takenParcels).toBe(3);
    expect(expectOk(await answerPickup(carrier, 'kato', { manifest, final: true })).state).toBe('agreed');
    await group.exchange();
    await expectSame(manifest, { missing: [], extra: [] });
    expect((await atMall(manifest)).state).toBe('agreed');
    expect(await answerPickup(carrier, 'kato', { manifest, final: true })).toEqual(fail('wrong-state', 'closed'));
  });

  test('shows what is missing, what came in part and what came beside the manifest, the same at both ends', async () => {
    const { parcels, manifest } = await aPickup(2);
    const extra = await aPackedParcel();
    expectOk(await accept(aLabelText(parcels[0].number, parcels[0].envelope, { piece: 1, of: 2 })));
    expectOk(await accept(parcels[1].labelText));
    expectOk(await accept(extra.labelText));
    expectOk(await answerPickup(carrier, 'kato', { manifest, final: true }));
    const [answer] = await sentEvents(group.carrier, 'handover.answer');
    expect(answer!.data).toEqual({
      manifest,
      date: expect.any(String) as string,
      taken: [
        { shipping: parcels[0].number, pieces: 1 },
        { shipping: parcels[1].number, pieces: 1 },
      ].sort((a, b) => (a.shipping < b.shipping ? -1 : 1)),
      missing: [parcels[2].number],
      extra: [extra.number],
      final: true,
    });
    await group.exchange();
    await expectSame(manifest, { missing: [parcels[2].number], short: [parcels[0].number], extra: [extra.number] });
    expect((await atMall(manifest)).state).toBe('differs');
    expect(expectOk(await lookAtPurchase(mall, parcels[2].purchase)).missed).toBe(true);
    expect(expectOk(await lookAtPurchase(mall, parcels[1].purchase)).missed).toBeUndefined();

    // What is missing comes with the next tour: told by itself, and not missing any more.
    expectOk(await accept(parcels[2].labelText));
    expectOk(await accept(aLabelText(parcels[0].number, parcels[0].envelope, { piece: 2, of: 2 })));
    await group.exchange();
    await expectSame(manifest, { missing: [], extra: [extra.number] });
    expect(expectOk(await lookAtPurchase(mall, parcels[2].purchase)).missed).toBeUndefined();
  });

  test('may be answered so far and goes on', async () => {
    const { parcels, manifest } = await aPickup();
    expectOk(await accept(parcels[0].labelText));
    expect(expectOk(await answerPickup(carrier, 'kato', { manifest, final: false })).state).toBe('open');
    await group.exchange();
    expect(await atMall(manifest)).toMatchObject({ state: 'waiting', taken: 1 });
    for (const { labelText } of parcels.slice(1)) expectOk(await accept(labelText));
    expectOk(await answerPickup(carrier, 'kato', { manifest, final: true }));
    await group.exchange();
    expect((await atMall(manifest)).state).toBe('agreed');
  });

  test('counts what was accepted before the manifest came, and a scan that waited at a cut-off station', async () => {
    const parcels = [await aPackedParcel(), await aPackedParcel()] as const;
    for (const { labelId } of parcels) expectOk(await count(labelId));
    const { manifest } = expectOk(await close());
    expectOk(await accept(parcels[0].labelText));
    await group.exchange();
    expect((await atCarrier(manifest)).takenParcels).toBe(1);
    // Scanned during the pick-up, at a gate that was cut off; one of the two is on no manifest.
    const scannedAt = group.clock();
    const beside = await aPackedParcel();
    group.clock.advance({ minutes: 1 });
    expectOk(await answerPickup(carrier, 'kato', { manifest, final: true }));
    await group.exchange();
    await expectSame(manifest, { missing: [parcels[1].number], extra: [] });
    group.clock.advance({ minutes: 1 });
    expectOk(await accept(parcels[1].labelText, scannedAt));
    expectOk(await accept(beside.labelText, scannedAt));
    await group.exchange();
    await expectSame(manifest, { missing: [], extra: [beside.number] });
  });

  test('is the same whatever is lost, comes twice or overtakes', async () => {
    const { parcels, manifest } = await aPickup();
    expectOk(await accept(parcels[0].labelText));
    expectOk(await answerPickup(carrier, 'kato', { manifest, final: true }));
    expectOk(await accept(parcels[1].labelText));
    const answers = await sentEvents(group.carrier, 'handover.answer');
    expect(answers).toHaveLength(2);
    for (const { json } of answers.toReversed()) {
      expectOk(await bringEvent(group.carrier, group.mall, json));
      expectOk(await bringEvent(group.carrier, group.mall, json));
    }
    await expectSame(manifest, { missing: [parcels[2].number], extra: [] });
    const [told] = await sentEvents(group.mall, 'handover.manifest');
    expectOk(await bringEvent(group.mall, group.carrier, told!.json));
    expect((await listPickups(carrier, { limit: 10 })).rows).toHaveLength(1);
  });

  test('of a manifest that is none of ours, or that names what is not on it, changes nothing', async () => {
    const { manifest } = await aPickup();
    const event = (data: object, subject = manifest) =>
      JSON.stringify({
        specversion: '1.0',
        id: randomUUID(),
        source: group.carrier.id,
        type: 'handover.answer',
        time: group.clock().toISOString(),
        subject,
        data,
      });
    const answer = { manifest, date: '2026-11-21', taken: [], missing: [], extra: [], final: true };
    const bring = (json: string): Promise<Result<void>> => bringEvent(group.carrier, group.mall, json);
    const foreign = randomUUID();
    expect((await bring(event({ ...answer, manifest: foreign }, foreign))).ok).toBe(false);
    expect(await bring(event({ ...answer, missing: ['30482771930569'] }))).toEqual(fail('event-invalid', 'shipping'));
    expect(await bring(event(answer, foreign))).toEqual(fail('event-invalid', 'manifest'));
    expect((await atMall(manifest)).state).toBe('waiting');
  });
});

describe('a parcel that was missing', () => {
  test('is found here, packed again, and goes with the next manifest', async () => {
    const { parcels, manifest } = await aPickup();
    const [, , lost] = parcels;
    expect(await foundHere(mall, 'mori', lost.purchase)).toEqual(fail('wrong-state', 'handed-over'));
    for (const { labelText } of parcels.slice(0, 2)) expectOk(await accept(labelText));
    expectOk(await answerPickup(carrier, 'kato', { manifest, final: true }));
    await group.exchange();
    expect(await foundHere(mall, 'mori', parcels[0].purchase)).toEqual(fail('wrong-state', 'shipped'));
    expectOk(await foundHere(mall, 'mori', lost.purchase));
    expect(await stateOf(lost.purchase)).toBe('packed');
    expect((await atMall(manifest)).gaps).toMatchObject([{ shipping: lost.number, found: { who: 'mori' } }]);
    expectOk(await count(lost.labelId));
    const again = expectOk(await close());
    await group.exchange();
    expectOk(await accept(lost.labelText));
    expectOk(await answerPickup(carrier, 'kato', { manifest: again.manifest, final: true }));
    await group.exchange();
    await expectSame(again.manifest, { missing: [], extra: [] });
    await expectSame(manifest, { missing: [], extra: [] });
    expect(await stateOf(lost.purchase)).toBe('shipped');
  });

  test('is none once it was handed over by itself', async () => {
    const parcel = await aPackedParcel();
    expectOk(await handOver(mall, 'mori', parcel.purchase));
    expect(await foundHere(mall, 'mori', parcel.purchase)).toEqual(fail('wrong-state', 'handed-over'));
  });
});

test('a thousand parcels are closed and answered without holding anybody up', async () => {
  const model = await aPackedParcel();
  const numbers = Array.from({ length: 1000 }, (_, at) => String(at).padStart(4, '0'));
  await group.mall.storage.write(async (db) => {
    const row = await db
      .selectFrom('purchase')
      .selectAll()
      .where('number', '=', model.purchase)
      .executeTakeFirstOrThrow();
    const { label: _, ...paper } = await db.selectFrom('label').selectAll().executeTakeFirstOrThrow();
    for (const digits of numbers) {
      const number = `1999999999${digits}`;
      const shipping = `3999999999${digits}`;
      await db
        .insertInto('purchase')
        .values({ ...row, number, jti: number, shipping })
        .execute();
      await db
        .insertInto('label')
        .values({ ...paper, purchase: number, label: `${shipping}010101` })
        .execute();
      await db.insertInto('handover_count').values({ purchase: number, piece: 1, who: 'mori', at: '' }).execute();
    }
  });
  let longest = 0;
  let last = performance.now();
  const beat = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  const started = performance.now();
  const { manifest, parcels } = expectOk(await close());
  const closing = performance.now() - started;
  clearInterval(beat);
  await group.exchange();
  expectOk(await answerPickup(carrier, 'kato', { manifest, final: true }));
  await group.exchange();
  expect(parcels).toBe(1000);
  expect(await atMall(manifest)).toMatchObject({ state: 'differs', gapCount: 1000 });
  expect({ closing: closing < 5000, longest: longest < 1000 }).toEqual({ closing: true, longest: true });
});
