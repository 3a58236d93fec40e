import { describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import type { ParcelState } from '#shared/domain/states.ts';
import { expectOk, fail } from '#shared/result.ts';
import { type AskedStep, DOOR_FIRST, type PieceFacts, planStep, showsAddress } from '#main/roles/carrier/step-rules.ts';

const NUMBER = '30482771930569';
const AT = new Date('2026-11-21T09:00:00Z');
const parcel = (state: ParcelState, more: object = {}) =>
  ({ state, changedAt: '2026-11-21T08:00:00.000Z', due: 0, currency: 'JPY', ...more }) as const;
const pieces = (of: number, ...states: ParcelState[]): PieceFacts[] =>
  states.map((state, at) => ({ piece: at + 1, of, label: `${NUMBER}0${at + 1}0${of}01`, state }));
const asked = (step: AskedStep['step'], more: Partial<AskedStep> = {}): AskedStep => ({
  step,
  at: AT,
  waited: false,
  label: { number: NUMBER, piece: 1, of: 1, copy: 1 },
  ...more,
});
const label = (piece: number, of: number, copy = 1) => ({ number: NUMBER, piece, of, copy });

describe('of several pieces', () => {
  test('the parcel moves with the last that was accepted', () => {
    const first = expectOk(
      planStep(parcel('at-depot'), pieces(3, 'at-depot', 'at-depot'), asked('load', { label: label(1, 3) })),
    );
    expect(first).toMatchObject({ moved: false, state: 'at-depot', pieces: [1], scanned: { pieces: 1, of: 3 } });
    const second = planStep(
      parcel('at-depot'),
      pieces(3, 'out-for-delivery', 'at-depot'),
      asked('load', { label: label(2, 3) }),
    );
    expect(expectOk(second)).toMatchObject({ moved: true, state: 'out-for-delivery', scanned: { pieces: 2, of: 3 } });
  });

  test('one that was never accepted can’t be scanned further on', () => {
    const asks = asked('arrive', { label: label(3, 3) });
    expect(planStep(parcel('accepted'), pieces(3, 'accepted'), asks)).toEqual(fail('wrong-state', 'expected'));
  });

  test('delivery says that some are missing, and asks for cash with the last one', () => {
    const due = { due: 500 };
    const out = pieces(2, 'out-for-delivery', 'out-for-delivery');
    const first = expectOk(planStep(parcel('out-for-delivery', due), out, asked('deliver', { label: label(1, 2) })));
    expect(first).toMatchObject({ moved: false, warnings: ['pieces-missing'] });
    const last = pieces(2, 'delivered', 'out-for-delivery');
    const asks = asked('deliver', { label: label(2, 2) });
    expect(planStep(parcel('out-for-delivery', due), last, asks)).toEqual({ ok: true, value: DOOR_FIRST });
    const paid = planStep(parcel('out-for-delivery', due), last, { ...asks, collected: yen(500) });
    expect(expectOk(paid)).toMatchObject({ moved: true, state: 'delivered', warnings: [] });
  });

  test('a typed number, an attempt and a return mean all of them', () => {
    const out = pieces(2, 'out-for-delivery', 'out-for-delivery');
    const { label: _, ...typed } = asked('arrive');
    expect(expectOk(planStep(parcel('out-for-delivery'), out, typed))).toMatchObject({ moved: true, pieces: [1, 2] });
    const attempt = asked('attempt', { label: label(2, 2), reason: 'absent' });
    expect(expectOk(planStep(parcel('out-for-delivery'), out, attempt))).toMatchObject({ moved: true, pieces: [1, 2] });
  });
});

describe('a scan that waited', () => {
  const delivered = parcel('delivered', { changedAt: '2026-11-21T10:00:00.000Z' });

  test('of an earlier step is kept and moves nothing back', () => {
    const plan = planStep(delivered, pieces(1, 'delivered'), asked('arrive', { waited: true }));
    expect(expectOk(plan)).toMatchObject({ moved: false, state: 'delivered', warnings: ['late'] });
    expect(planStep(delivered, pieces(1, 'delivered'), asked('arrive'))).toEqual(fail('wrong-state', 'delivered'));
  });

  test('back to the depot before it was loaded does not take it off the van', () => {
    const out = parcel('out-for-delivery', { changedAt: '2026-11-21T10:00:00.000Z' });
    const plan = planStep(out, pieces(1, 'out-for-delivery'), asked('arrive', { waited: true }));
    expect(expectOk(plan)).toMatchObject({ moved: false, warnings: ['late'] });
    const back = asked('arrive', { waited: true, at: new Date('2026-11-21T11:00:00Z') });
    expect(expectOk(planStep(out, pieces(1, 'out-for-delivery'), back))).toMatchObject({
      moved: true,
      state: 'at-depot',
    });
  });

  test('of a step forward moves it, though something else was recorded later', () => {
    const plan = planStep(
      parcel('accepted', { changedAt: '2026-11-21T10:00:00.000Z' }),
      pieces(1, 'accepted'),
      asked('arrive', { waited: true }),
    );
    expect(expectOk(plan)).toMatchObject({ moved: true, state: 'at-depot' });
  });
});

describe('what the customer wishes', () => {
  const held = parcel('at-depot', { wish: { hold: 'YOK' }, heldAt: '2026-11-21T08:30:00.000Z' });

  test('held at the depot it is not loaded, but delivered', () => {
    expect(planStep(held, pieces(1, 'at-depot'), asked('load'))).toEqual(fail('held-at-depot', 'YOK'));
    expect(planStep(held, pieces(1, 'at-depot'), asked('load', { waited: true }))).toEqual(
      fail('held-at-depot', 'YOK'),
    );
    expect(expectOk(planStep(held, pieces(1, 'at-depot'), asked('deliver')))).toMatchObject({ state: 'delivered' });
  });

  test('asked for after it was loaded at a station that was cut off, it is on the van', () => {
    const before = asked('load', { waited: true, at: new Date('2026-11-21T08:29:59Z') });
    expect(expectOk(planStep(held, pieces(1, 'at-depot'), before))).toMatchObject({ state: 'out-for-delivery' });
  });

  test.each([
    ['2026-11-21', []],
    ['2026-11-20', []],
    ['2026-11-22', ['wish-later']],
  ])('for %s is seen when it is loaded on the 21st', (day, warnings) => {
    const plan = planStep(parcel('at-depot', { wish: { day } }), pieces(1, 'at-depot'), asked('load'));
    expect(expectOk(plan)).toMatchObject({ moved: true, warnings });
  });

  test('for a day is Japan’s: at three in the afternoon in UTC it is the next one', () => {
    const late = asked('load', { at: new Date('2026-11-21T15:00:00Z') });
    const plan = planStep(parcel('at-depot', { wish: { day: '2026-11-22' } }), pieces(1, 'at-depot'), late);
    expect(expectOk(plan)).toMatchObject({ warnings: [] });
  });
});

describe('a depot', () => {
  test('that another one delivers for says so, and loads nothing', () => {
    const foreign = parcel('accepted', { depot: 'OSK' });
    const arrived = planStep(foreign, pieces(1, 'accepted'), asked('arrive', { depot: 'YOK' }));
    expect(expectOk(arrived)).toMatchObject({ moved: true, warnings: ['wrong-depot'] });
    const load = asked('load', { depot: 'YOK' });
    expect(planStep(parcel('at-depot', { depot: 'OSK' }), pieces(1, 'at-depot'), load)).toEqual(
      fail('wrong-depot', 'OSK'),
    );
  });

  test('takes in what another has had, once', () => {
    const [piece] = pieces(1, 'at-depot');
    const elsewhere = { ...piece!, depot: 'TKO' };
    const arrive = asked('arrive', { depot: 'YOK' });
    expect(expectOk(planStep(parcel('at-depot'), [elsewhere], arrive))).toMatchObject({ moved: true });
    expect(planStep(parcel('at-depot'), [{ ...elsewhere, depot: 'YOK' }], arrive)).toEqual(
      fail('already-scanned', 'at-depot'),
    );
  });
});

test('two copies of one piece are warned of at every step', () => {
  const plan = planStep(parcel('accepted'), pieces(1, 'accepted'), asked('arrive', { label: label(1, 1, 2) }));
  expect(expectOk(plan)).toMatchObject({ moved: true, warnings: ['other-copy'] });
});

test('an attempt needs its reason', () => {
  expect(planStep(parcel('out-for-delivery'), pieces(1, 'out-for-delivery'), asked('attempt'))).toEqual(
    fail('field-missing', 'reason'),
  );
});

test('a gate never shows an address, and a van at the door alone', () => {
  const gate = { id: 'g', name: 'Gate 1', kind: 'gate' } as const;
  const van = { id: 'v', name: 'Van 1', kind: 'van' } as const;
  expect([showsAddress('look', gate), showsAddress('deliver', gate)]).toEqual([false, false]);
  expect([showsAddress('look', van), showsAddress('deliver', van), showsAddress('load', van)]).toEqual([
    true,
    true,
    false,
  ]);
  expect([showsAddress('look', undefined), showsAddress('arrive', undefined)]).toEqual([true, false]);
});
