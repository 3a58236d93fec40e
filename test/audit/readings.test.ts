/** No command shows personal data without the trail saying so. */
import { describe, expect, test } from 'vitest';
import { type CommandName, COMMANDS } from '#shared/desk/contract.ts';
import { PERMISSION_OF } from '#shared/desk/permissions.ts';
import { TRAIL_GROUPS } from '#shared/domain/trail-group.ts';
import { type TrailAction, listTrail, recordDeed, recordReading, trailPeople } from '#main/audit/index.ts';
import { GROUP_OF } from '#main/audit/trail-groups.ts';
import { aMall } from '../builders/a-party.ts';
import { aClock } from '../builders/a-clock.ts';

/** Which deed each writes; `masked` where nothing that names a person leaves. */
const READINGS: Readonly<Partial<Record<CommandName, TrailAction | 'masked'>>> = {
  'station.scan': 'address.opened',
  'station.scan-file': 'address.opened',
  'parcels.proof': 'proof.opened',
  'tours.print': 'address.opened',
  'cash-refunds.open': 'address.opened',
  'exceptions.picture': 'exception.viewed',
  'customers.list': 'customers.found',
  'customers.open': 'customer.opened',
  // Nobody: it stops a card that was open already.
  'cards.block': 'masked',
  'settlements.open': 'settlement.opened',
  'disputes.file': 'dispute.viewed',
  'forwarding.scan': 'goods.opened',
  'forwarding.read-file': 'goods.opened',
  // First letter and host.
  'mails.list': 'masked',
  'mails.server': 'masked',
  // References and amounts.
  'statements.list': 'masked',
  'statements.open': 'statement.opened',
  'statements.paper': 'statement.opened',
  'statements.letters': 'letters.opened',
  'payments.received': 'payments.looked-at',
  'payments.preview': 'payments.looked-at',
  'inquiries.open': 'inquiry.opened',
  'sealed.open': 'sealed.opened',
  'gifts.open': 'gift.opened',
};

describe('a command that shows persons', () => {
  const showing = (Object.keys(COMMANDS) as CommandName[]).filter((name) => {
    const needed = PERMISSION_OF[name];
    return needed === 'open' || needed === 'read-personal' || typeof needed === 'function';
  });
  test.each(showing)('%s is written down as a reading', (name) => {
    const deed = READINGS[name];
    expect(deed).toBeDefined();
    if (deed !== 'masked') expect(GROUP_OF[deed!]).toBe('reads');
  });
});

test('the trail is looked through by person, kind, day and number', async () => {
  const clock = aClock();
  const { storage } = await aMall({ clock });
  const note = (who: string, action: TrailAction, subject: string) =>
    storage.write((db) => recordDeed(db as never, { at: clock(), who, action, subject }));
  await note('sato', 'address.opened', '30482771930569');
  clock.advance({ days: 1 });
  const second = clock().toISOString();
  await note('mori', 'address.opened', '30482771930570');
  await note('mori', 'payment.recorded', '30482771930569');
  const list = async (asked: object): Promise<string[]> => {
    const { rows } = await listTrail(storage.read as never, { limit: 50, ...asked });
    return rows.map(({ who, action }) => `${who} ${action}`);
  };
  expect(await list({ states: ['reads'] })).toEqual(['mori address.opened', 'sato address.opened']);
  expect(await list({ who: 'mori', states: ['reads'] })).toEqual(['mori address.opened']);
  expect(await list({ from: second })).toHaveLength(2);
  expect(await list({ search: '3 0482 7719 3056 9' })).toEqual(['mori payment.recorded', 'sato address.opened']);
  expect(await trailPeople(storage.read as never)).toEqual(['mori', 'sato']);
});

test('a list that reloads by itself is one reading, until the person comes back later', async () => {
  const clock = aClock();
  const { storage } = await aMall({ clock });
  const look = (who: string) =>
    recordReading(storage as never, { at: clock(), who, action: 'payments.looked-at', subject: 'payments' });
  await look('sato');
  await look('sato');
  await look('mori');
  clock.advance({ minutes: 11 });
  await look('sato');
  const { rows } = await listTrail(storage.read as never, { limit: 50, states: ['reads'] });
  expect(rows.map(({ who }) => who)).toEqual(['sato', 'mori', 'sato']);
});

test('every kind of deed has some', () => {
  expect(new Set(Object.values(GROUP_OF))).toEqual(new Set(TRAIL_GROUPS));
});
