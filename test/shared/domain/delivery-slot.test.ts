import { describe, expect, test } from 'vitest';
import { dayInJapan, timeInJapan } from '#shared/domain/day.ts';
import { canChooseDay, DELIVERY_SLOTS, deliveryDays, slotHours, slotPlace } from '#shared/domain/delivery-slot.ts';

/** 23:59 and 00:00 of 21 and 22 November in Japan. */
const BEFORE_MIDNIGHT = new Date('2026-11-21T14:59:59.999Z');
const MIDNIGHT = new Date('2026-11-21T15:00:00Z');

describe('days that can be wished for', () => {
  test('are Japan’s, whatever the day is in UTC', () => {
    expect([dayInJapan(BEFORE_MIDNIGHT), dayInJapan(MIDNIGHT)]).toEqual(['2026-11-21', '2026-11-22']);
    expect([timeInJapan(BEFORE_MIDNIGHT), timeInJapan(MIDNIGHT)]).toEqual(['23:59', '00:00']);
  });

  test('are seven, from the second after today on, or from tomorrow', () => {
    expect(deliveryDays(BEFORE_MIDNIGHT, 2)).toEqual([
      '2026-11-23',
      '2026-11-24',
      '2026-11-25',
      '2026-11-26',
      '2026-11-27',
      '2026-11-28',
      '2026-11-29',
    ]);
    expect(deliveryDays(MIDNIGHT, 2)[0]).toBe('2026-11-24');
    expect(deliveryDays(MIDNIGHT, 1)[0]).toBe('2026-11-23');
  });

  test('go over the end of a year and the 29th of February', () => {
    expect(deliveryDays(new Date('2026-12-30T03:00:00Z'), 1).slice(0, 3)).toEqual([
      '2026-12-31',
      '2027-01-01',
      '2027-01-02',
    ]);
    expect(deliveryDays(new Date('2028-02-27T03:00:00Z'), 1).slice(0, 3)).toEqual([
      '2028-02-28',
      '2028-02-29',
      '2028-03-01',
    ]);
  });

  test('that a page offered before midnight are taken for a while after it, and others not', () => {
    expect(canChooseDay('2026-11-23', MIDNIGHT, 2)).toBe(true);
    expect(canChooseDay('2026-11-23', new Date(MIDNIGHT.getTime() + 3_600_001), 2)).toBe(false);
    for (const day of ['2026-11-22', '2026-12-01', '', '2026-11-24T00:00', '2026-13-45']) {
      expect(canChooseDay(day, MIDNIGHT, 2)).toBe(false);
    }
  });
});

test('times of day are written in hours, and a tour begins with the morning', () => {
  expect(DELIVERY_SLOTS.map(slotHours)).toEqual([
    '08:00–12:00',
    '12:00–14:00',
    '14:00–16:00',
    '16:00–18:00',
    '18:00–20:00',
    '19:00–21:00',
  ]);
  expect([undefined, '19-21', 'morning'].map((slot) => slotPlace(slot as 'morning' | undefined))).toEqual([6, 5, 0]);
});
