/** A gate or van over a real line: answered by the service, then cut off, then back again. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Step } from '#shared/desk/carrier.ts';
import { yen } from '#shared/domain/money.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { expectOk, fail, type Result } from '#shared/result.ts';
import type { Carrier } from '#main/roles/carrier/carrier.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { revokeStation } from '#main/stations/index.ts';
import { aClock } from '../../../builders/a-clock.ts';
import { aCarrierStation, type TestCarrierStation } from '../../../builders/a-carrier-station.ts';
import { aGroup, bringEvent, type TestGroup } from '../../../builders/a-group.ts';
import { aCarrier } from '../../../builders/a-party.ts';
import {
  ADDRESSEE,
  type AgreedParcel,
  aLabelText,
  anAgreedParcel,
  type ParcelChoice,
  sealForCarrier,
} from '../../../builders/an-order.ts';
import { inState } from '../../../builders/a-station-door.ts';
import { until } from '../../../builders/until.ts';
import { anEvent } from '../../../post/an-event.ts';

let group: TestGroup;
let carrier: Carrier;
let van: TestCarrierStation;
beforeAll(async () => {
  group = await aGroup();
  ({ carrier } = group.carrier);
  van = await aCarrierStation(group, { name: '車両 7' });
});

/** A parcel in the van's copy, moved through these steps at the depot. */
async function aParcel(steps: readonly Step[] = [], choice: ParcelChoice = {}): Promise<AgreedParcel> {
  const parcel = await anAgreedParcel(group, choice);
  for (const step of steps) await atDepot(parcel.labelText, step);
  await van.copied();
  return parcel;
}

async function atDepot(text: string, step: Step): Promise<void> {
  group.clock.advance({ minutes: 1 });
  expectOk(await scanParcel(carrier, { who: 'depot' }, { scan: text, step }));
}

async function stepsOf(number: string): Promise<unknown[]> {
  const rows = await carrier.storage.read
    .selectFrom('parcel_step')
    .select(['state', 'at', 'who', 'late'])
    .where('number', '=', number)
    .orderBy('id')
    .execute();
  return rows.filter(({ who }) => who === '佐藤').map(({ state, at, late }) => [state, at, late]);
}

async function stateOf(number: string): Promise<string> {
  const row = await carrier.storage.read
    .selectFrom('parcel')
    .select('state')
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  return row.state;
}

/** The service is away while this is done. */
async function cutOff<T>(work: () => Promise<T>): Promise<T> {
  await van.cutOff();
  try {
    return await work();
  } finally {
    await van.comeBack();
  }
}

const code = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code);

describe('while the service is there', () => {
  test('it answers, under the station’s name, and nothing waits', async () => {
    const { number, labelText } = await aParcel();
    expect(expectOk(await van.scan(labelText, 'accept'))).toMatchObject({ number, state: 'accepted', warnings: [] });
    expect(await stepsOf(number)).toEqual([['accepted', group.clock().toISOString(), 0]]);
    expect(await van.standing()).toMatchObject({ online: true, waiting: 0, refused: 0 });
    const step = await carrier.storage.read
      .selectFrom('parcel_step')
      .select('station')
      .where('number', '=', number)
      .where('state', '=', 'accepted')
      .executeTakeFirstOrThrow();
    expect(step.station).toBe('車両 7');
  });

  test('a refusal is seen at once, and waits for nobody', async () => {
    const { labelText } = await aParcel(['accept']);
    expect(code(await van.scan(labelText, 'accept'))).toBe('label-duplicate');
    expect(await van.standing()).toMatchObject({ waiting: 0, refused: 0 });
    expect(await van.work().waiting()).toEqual([]);
  });

  test('a number alone is found by it', async () => {
    const { number } = await aParcel();
    expect(expectOk(await van.scan(number))).toMatchObject({ number, openedFrom: 'table', addressee: ADDRESSEE });
  });
});

describe('cut off', () => {
  test('a label opens by itself, its step is shown and waits', async () => {
    const { number, labelText } = await aParcel(['accept', 'arrive', 'load']);
    const scannedAt = group.clock().toISOString();
    await cutOff(async () => {
      const seen = expectOk(await van.scan(labelText, 'look'));
      expect(seen).toMatchObject({
        number,
        state: 'out-for-delivery',
        mall: '見本マーケット',
        size: { size: 60, weight: 2 },
        pay: 'on-delivery',
        due: yen(3955),
        addressee: ADDRESSEE,
        warnings: [],
        openedFrom: 'label',
      });
      // Cash first: shown, and nothing done.
      expect(expectOk(await van.scan(labelText, 'deliver'))).toMatchObject({ state: 'out-for-delivery' });
      expect(code(await van.scan(labelText, 'deliver', { collected: yen(1) }))).toBe('cash-differs');
      expect(expectOk(await van.scan(labelText, 'deliver', { collected: yen(3955) })).state).toBe('delivered');
      expect(code(await van.scan(labelText, 'deliver', { collected: yen(3955) }))).toBe('already-scanned');
      expect(await van.standing()).toMatchObject({ online: false, waiting: 3, refused: 0 });
      expect(await stateOf(number)).toBe('out-for-delivery');
      group.clock.advance({ hours: 2 });
    });
    expect(await stateOf(number)).toBe('delivered');
    expect(await stepsOf(number)).toEqual([['delivered', scannedAt, 0]]);
    expect(await van.standing()).toMatchObject({ online: true, waiting: 0, refused: 0 });
  });

  test('the rules are those of the service, as far as the copy knows', async () => {
    const [accepted, expected] = [await aParcel(['accept']), await aParcel()];
    const unlisted = numberFromDigits('shipping', '987650000012');
    const conflicting = aLabelText(expected.number, await sealForCarrier(carrier, expected.number));
    const other = await aCarrier({ id: 'other.localhost', clock: group.clock });
    const foreign = numberFromDigits('shipping', '111111111111');
    const foreignText = aLabelText(foreign, await sealForCarrier(other.carrier, foreign));
    await cutOff(async () => {
      expect(code(await van.scan(accepted.labelText, 'accept'))).toBe('label-duplicate');
      expect(code(await van.scan(expected.labelText, 'deliver'))).toBe('wrong-state');
      expect(code(await van.scan(conflicting, 'accept'))).toBe('envelope-conflict');
      expect(code(await van.scan(expected.labelText.slice(0, 300), 'accept'))).toBe('damaged');
      expect(code(await van.scan(`1${expected.labelText.slice(1)}`))).toMatch(/wrong-kind|damaged/);
      expect(code(await van.scan(foreignText))).toBe('other-carrier');
      expect(code(await van.scan(expected.number, 'look'))).toBe('station-offline');
      expect(code(await van.scan('12345'))).toBe('bad-number');
      expect(await van.standing()).toMatchObject({ waiting: 0 });
      const text = aLabelText(unlisted, await sealForCarrier(carrier, unlisted));
      const opened = expectOk(await van.scan(text, 'accept'));
      expect(opened).toMatchObject({ number: unlisted, mall: '', warnings: ['unconfirmed'] });
      expect(opened).not.toHaveProperty('addressee');
    });
  });

  test('a voided label and another copy of the same piece are warned of', async () => {
    const parcel = await anAgreedParcel(group);
    const copy = aLabelText(parcel.number, parcel.envelope, { copy: 2 });
    const label = `${parcel.number}010102`;
    const voided = anEvent(group.mall, { type: 'label.voided', subject: label, data: { label, date: '2026-11-21' } });
    expectOk(await bringEvent(group.mall, group.carrier, JSON.stringify(voided)));
    await atDepot(parcel.labelText, 'accept');
    await van.copied();
    await cutOff(async () => {
      expect(expectOk(await van.scan(copy, 'arrive')).warnings.toSorted()).toEqual(['copy', 'other-copy', 'voided']);
    });
  });

  test('what waits counts: a piece is claimed once, and steps follow each other', async () => {
    const { number, labelText } = await aParcel();
    const times: string[] = [];
    await cutOff(async () => {
      for (const step of ['accept', 'arrive', 'load'] as const) {
        group.clock.advance({ minutes: 10 });
        times.push(group.clock().toISOString());
        expectOk(await van.scan(labelText, step));
      }
      expect(code(await van.scan(labelText, 'accept'))).toBe('label-duplicate');
      expect((await van.work().waiting()).map(({ step, number: of }) => [of, step])).toEqual([
        [number, 'accept'],
        [number, 'arrive'],
        [number, 'load'],
      ]);
      group.clock.advance({ hours: 3 });
    });
    expect(await stepsOf(number)).toEqual([
      ['accepted', times[0], 0],
      ['at-depot', times[1], 0],
      ['out-for-delivery', times[2], 0],
    ]);
  });

  test('a late scan of an earlier step moves nothing back', async () => {
    const { number, labelText } = await aParcel(['accept']);
    await cutOff(async () => {
      expectOk(await van.scan(labelText, 'arrive'));
      await atDepot(labelText, 'arrive');
      await atDepot(labelText, 'load');
    });
    expect(await stateOf(number)).toBe('out-for-delivery');
    expect(await stepsOf(number)).toMatchObject([['at-depot', expect.any(String), 1]]);
    expect(await van.standing()).toMatchObject({ waiting: 0, refused: 0 });
  });

  test('what the service refuses afterwards stays for a person until it is put aside', async () => {
    const { number, labelText } = await aParcel();
    await cutOff(async () => {
      expectOk(await van.scan(labelText, 'accept'));
      await atDepot(labelText, 'accept');
    });
    expect(await van.standing()).toMatchObject({ waiting: 0, refused: 1 });
    const [refused] = await van.work().waiting();
    expect(refused).toMatchObject({ number, step: 'accept', refused: 'label-duplicate' });
    expectOk(await van.work().putAside(refused!.id));
    expect(await van.work().putAside(refused!.id)).toEqual(fail('not-found'));
    expect(await van.work().waiting()).toEqual([]);
  });

  test('the queue is there after a restart, and nothing in the station’s file says anything', async () => {
    const { number, labelText } = await aParcel();
    await van.cutOff();
    expectOk(await van.scan(labelText, 'accept'));
    await van.restart();
    expect((await van.work().waiting()).map(({ number: of }) => of)).toEqual([number]);
    const bytes = van.bytesAtRest();
    for (const said of [number, labelText.slice(22, 80), '見本', 'accept', '3955', '佐藤', 'shizuoka', 'mainland']) {
      expect(bytes.includes(said), said).toBe(false);
    }
    await van.comeBack();
    expect(await stateOf(number)).toBe('accepted');
  });

  test('beyond the lease nothing opens', async () => {
    const clock = aClock(group.clock().toISOString());
    const station = await aCarrierStation(group, { name: '車両 6', clock });
    const { labelText } = await aParcel();
    await station.copied();
    await station.cutOff();
    clock.advance({ days: 6, hours: 23 });
    expect(code(await station.scan(labelText))).toBe('ok');
    clock.advance({ hours: 2 });
    expect(code(await station.scan(labelText))).toBe('station-lease-ended');
    await station.comeBack();
    expect(code(await station.scan(labelText))).toBe('ok');
  });
});

describe('an answer that is lost', () => {
  test('is asked for again by the same call, and nothing is done twice', async () => {
    let lose = false;
    const station = await aCarrierStation(group, {
      name: '車両 8',
      table: (usual) => ({
        ...usual,
        'station.scan': async (caller, input) => {
          const answer = await usual['station.scan']!(caller, input);
          if (lose) {
            lose = false;
            // The service dies after its commit, before its words.
            await station.door.close();
          }
          return answer;
        },
      }),
    });
    const parcel = await aParcel();
    await station.copied();
    lose = true;
    const seen = expectOk(await station.scan(parcel.labelText, 'accept'));
    expect(seen).toMatchObject({ state: 'accepted', openedFrom: 'label' });
    expect(await stateOf(parcel.number)).toBe('accepted');
    expect(await station.standing()).toMatchObject({ online: false, waiting: 1 });
    await station.comeBack();
    expect(await stepsOf(parcel.number)).toHaveLength(1);
    expect(await station.standing()).toMatchObject({ waiting: 0, refused: 0 });
    const pieces = await carrier.storage.read
      .selectFrom('piece')
      .selectAll()
      .where('number', '=', parcel.number)
      .execute();
    expect(pieces).toHaveLength(1);
  });

  test('keeps its place: what is scanned after it is done after it', async () => {
    let breaks = 2;
    const order: string[] = [];
    const station = await aCarrierStation(group, {
      name: '車両 9',
      table: (usual) => ({
        ...usual,
        'station.scan': async (caller, input) => {
          if (breaks-- > 0) return fail('disk-full');
          const answer = await usual['station.scan']!(caller, input);
          order.push((input as { step: string }).step);
          return answer;
        },
      }),
    });
    const parcel = await aParcel();
    await station.copied();
    expectOk(await station.scan(parcel.labelText, 'accept'));
    expectOk(await station.scan(parcel.labelText, 'arrive'));
    await until('both are there', async () => order.length === 2);
    expect(order).toEqual(['accept', 'arrive']);
  });
});

describe('what a station shows', () => {
  test('a gate: the route alone, on its own as at the service', async () => {
    const gate = await aCarrierStation(group, { name: 'ゲート 2', kind: 'gate', depot: 'YOK' });
    const { labelText } = await aParcel();
    await gate.copied();
    const online = expectOk(await gate.scan(labelText, 'look'));
    await gate.cutOff();
    const offline = expectOk(await gate.scan(labelText, 'look'));
    await gate.comeBack();
    for (const seen of [online, offline]) expect(seen).not.toHaveProperty('addressee');
  });
});

describe('revoked', () => {
  test('a station is told so, and its scans go nowhere', async () => {
    const lost = await aCarrierStation(group, { name: '車両 10' });
    const { labelText } = await aParcel();
    expectOk(await revokeStation(lost.door.stations, 'office', lost.id));
    await inState(lost.line(), 'revoked');
    expect(code(await lost.scan(labelText))).toBe('station-revoked');
    expect(await lost.standing()).toMatchObject({ online: false, revoked: true });
  });
});
