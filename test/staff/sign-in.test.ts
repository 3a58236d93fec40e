import { beforeEach, describe, expect, test } from 'vitest';
import type { PartyOffice } from '#shared/desk/office.ts';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { approve, openSeats, type Seats, type Staff, stationStaff, waitAfter } from '#main/staff/index.ts';
import {
  addAccount,
  changeAccount,
  changeOwnSecret,
  closeAccount,
  listAccounts,
  makeFirstAccount,
  reopenAccount,
  resetSecret,
} from '#main/staff/accounts.ts';
import { aClock, type TestClock } from '../builders/a-clock.ts';
import { aMall, type TestMall } from '../builders/a-party.ts';
import { aCaller, anAccount, aStaff, PIN } from '../builders/a-seat.ts';

const ADMINISTRATOR = { name: '山本', secret: '7305' };
const boss = aCaller('山本');
const reason = 'asked for';

let mall: TestMall;
let clock: TestClock;
let staff: Staff;
let seats: Seats;
let office: PartyOffice;
beforeEach(async () => {
  clock = aClock();
  mall = await aMall({ clock });
  staff = aStaff(mall);
  const { id, role, name } = mall.profile;
  office = { id, role, name, place: '', demo: false };
  seats = openSeats(staff, office);
  expectOk(await makeFirstAccount(staff, ADMINISTRATOR));
});

const enter = (clerk: string, secret?: string, ticket?: string) =>
  seats.enter({ clerk, ...(secret !== undefined && { secret }), ...(ticket !== undefined && { ticket }) });
const idOf = async (name: string): Promise<string> =>
  (await listAccounts(staff)).accounts.find((account) => account.name === name)!.id;

describe('the first account', () => {
  test('is the administrator’s, and made once', async () => {
    expect(expectOk(await enter('山本', '7305')).office).toMatchObject({ who: '山本', rank: 'administrator' });
    expect(await makeFirstAccount(staff, { name: '森', secret: '4826' })).toEqual(fail('wrong-state', 'account'));
  });

  test('is asked for where nobody has one', async () => {
    const empty = aStaff(await aMall({ clock }));
    expect(await openSeats(empty, office).enter({ clerk: '山本', secret: '7305' })).toEqual(fail('first-account'));
    const both = await Promise.all(['a', 'b'].map((name) => makeFirstAccount(empty, { name, secret: '7305' })));
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

describe('signing in', () => {
  test('takes the name however it is typed, and the secret in wide digits', async () => {
    await anAccount(staff, 'Ueda');
    expect(expectOk(await enter(' ＵＥＤＡ ', '４８２６')).seat.name).toBe('Ueda');
    expect(await enter('nobody', PIN)).toEqual(fail('account-unknown'));
    expect(await enter('ueda')).toEqual(fail('secret-needed'));
    expect(await enter('ueda', '4827')).toEqual(fail('wrong-secret'));
  });

  test('is refused longer and longer after wrong tries, a right one among them too, and a restart changes nothing', async () => {
    await anAccount(staff, 'Ueda');
    for (let tries = 1; tries < 5; tries++) expect(await enter('Ueda', '1')).toEqual(fail('wrong-secret'));
    const until = new Date(clock().getTime() + 60_000).toISOString();
    expect(await enter('Ueda', '1')).toEqual(fail('locked-out', until));
    expect(await enter('Ueda', PIN)).toEqual(fail('locked-out', until));
    seats = openSeats(aStaff(mall), office);
    expect(await enter('Ueda', PIN)).toEqual(fail('locked-out', until));
    expect((await listAccounts(staff)).accounts.find(({ name }) => name === 'Ueda')).toMatchObject({
      lockedUntil: until,
    });
    clock.advance({ minutes: 1 });
    expect(await enter('Ueda', '1')).toMatchObject({ error: { code: 'locked-out' } });
    clock.advance({ minutes: 2 });
    expectOk(await enter('Ueda', PIN));
    expect(await enter('Ueda', '1')).toEqual(fail('wrong-secret'));
    expect([4, 5, 6, 7, 20].map(waitAfter)).toEqual([0, 60_000, 120_000, 240_000, 3_600_000]);
  });

  test('many tries at once are counted one by one', async () => {
    await anAccount(staff, 'Ueda');
    const tries = await Promise.all(Array.from({ length: 12 }, () => enter('Ueda', '1')));
    expect(tries.filter((one) => !one.ok && one.error.code === 'wrong-secret')).toHaveLength(4);
    expect(await enter('Ueda', PIN)).toMatchObject({ error: { code: 'locked-out' } });
  });

  test('is written down, the wrong ones too, and no secret ever', async () => {
    await anAccount(staff, 'Ueda');
    await enter('Ueda', '9137');
    await enter('Ueda', PIN);
    const trail = await readTrail(staff.storage.read, { limit: 3 });
    expect(trail.map(({ who, action }) => [who, action])).toEqual([
      ['Ueda', 'staff.entered'],
      ['Ueda', 'staff.refused'],
      ['test', 'staff.added'],
    ]);
    const rows = await staff.storage.read.selectFrom('staff_account').selectAll().execute();
    expect(JSON.stringify([trail, rows])).not.toMatch(/9137|"4826"|7305/);
  });
});

describe('a ticket', () => {
  test('enters again in its page, for its person alone, until the person leaves', async () => {
    const { ticket } = expectOk(await enter('山本', '7305')).office;
    expectOk(await enter('山本', undefined, ticket));
    await anAccount(staff, 'Ueda');
    expect(await enter('Ueda', undefined, ticket)).toEqual(fail('secret-needed'));
    seats.leave(ticket);
    expect(await enter('山本', undefined, ticket)).toEqual(fail('secret-needed'));
  });

  test('and a seat are good no more once the account is closed or has another secret', async () => {
    const id = await anAccount(staff, 'Ueda');
    for (const end of [
      () => closeAccount(staff, boss, { id, reason }),
      async () => {
        expectOk(await reopenAccount(staff, boss, { id, reason }));
        const { seat, office: now } = expectOk(await enter('Ueda', PIN));
        expectOk(await resetSecret(staff, boss, { id, secret: PIN, reason }));
        expect(await seats.still(seat)).toBeUndefined();
        return enter('Ueda', undefined, now.ticket);
      },
    ]) {
      const entered = await enter('Ueda', PIN);
      await end();
      if (entered.ok) expect(await seats.still(entered.value.seat)).toBeUndefined();
    }
    const { seat, office: given } = expectOk(await enter('Ueda', PIN));
    expect([given.ownSecretDue, (await seats.still(seat))?.secretDue]).toEqual([true, true]);
    // Neither another page nor somebody else's question is a way round.
    expect(expectOk(await enter('Ueda', undefined, given.ticket)).office.ownSecretDue).toBe(true);
    expect(await approve(staff, { name: 'Ueda', secret: PIN }, 'reprint')).toEqual(fail('secret-due'));
    expectOk(await changeOwnSecret(staff, { who: 'Ueda' }, { secret: PIN, fresh: '9137' }));
    expect(expectOk(await enter('Ueda', '9137')).office).not.toHaveProperty('ownSecretDue');
  });

  test('a reset stands, whoever chooses an own secret by the old one at that moment', async () => {
    const id = await anAccount(staff, 'Ueda');
    await Promise.all([
      changeOwnSecret(staff, { who: 'Ueda' }, { secret: PIN, fresh: '9137' }),
      resetSecret(staff, boss, { id, secret: '5168', reason }),
    ]);
    expect(await enter('Ueda', '9137')).toEqual(fail('wrong-secret'));
    expectOk(await enter('Ueda', '5168'));
  });
});

describe('an account', () => {
  test('has what its rank has, more and less of it', async () => {
    expectOk(
      await addAccount(staff, boss, {
        name: 'Kudo',
        rank: 'clerk',
        secret: PIN,
        more: ['reprint'],
        less: ['open'],
        own: true,
      }),
    );
    expect(expectOk(await enter('Kudo', PIN)).seat.permissions).toEqual(['work', 'read-personal', 'reprint']);
    expect(await approve(staff, { name: 'kudo', secret: PIN }, 'reprint')).toEqual({ ok: true, value: 'Kudo' });
    expect(await approve(staff, { name: 'kudo', secret: PIN }, 'money')).toEqual(fail('approval-needed', 'permission'));
    expect(await approve(staff, { name: 'kudo', secret: '9137' }, 'reprint')).toEqual(fail('wrong-secret'));
  });

  test('is made, changed and closed by whoever may do as much', async () => {
    const mori = { ...aCaller('森', 'supervisor') };
    const more = { ...mori, seat: { ...mori.seat!, permissions: [...mori.seat!.permissions, 'staff' as const] } };
    const id = await idOf('山本');
    expect(await closeAccount(staff, more, { id, reason })).toEqual(fail('not-permitted', 'partners'));
    expect(await addAccount(staff, more, { name: 'x', rank: 'administrator', secret: PIN })).toEqual(
      fail('not-permitted', 'partners'),
    );
    expectOk(await addAccount(staff, more, { name: 'y', rank: 'supervisor', secret: PIN }));
  });

  test('of the last administrator can’t be closed, nor become less', async () => {
    const id = await idOf('山本');
    expect(await closeAccount(staff, boss, { id, reason })).toEqual(fail('last-administrator'));
    expect(await changeAccount(staff, boss, { id, rank: 'supervisor', more: [], less: [], reason })).toEqual(
      fail('last-administrator'),
    );
    expect(await changeAccount(staff, boss, { id, rank: 'administrator', more: [], less: ['staff'], reason })).toEqual(
      fail('last-administrator'),
    );
    await anAccount(staff, '森', 'administrator');
    expectOk(await closeAccount(staff, boss, { id, reason }));
  });

  test('has a name that nobody else has, in any spelling', async () => {
    await anAccount(staff, 'Ueda');
    expect(await addAccount(staff, boss, { name: 'ｕｅｄａ', rank: 'clerk', secret: PIN })).toEqual(
      fail('account-known', 'name'),
    );
  });

  test('gets an own secret by who knows the old one', async () => {
    await anAccount(staff, 'Ueda');
    const ueda = aCaller('Ueda', 'supervisor');
    expect(await changeOwnSecret(staff, ueda, { secret: '9137', fresh: '5902' })).toEqual(fail('wrong-secret'));
    expect(await changeOwnSecret(staff, ueda, { secret: PIN, fresh: '1234' })).toEqual(fail('secret-weak'));
    expectOk(await changeOwnSecret(staff, ueda, { secret: PIN, fresh: '5902' }));
    expect(await enter('Ueda', PIN)).toEqual(fail('wrong-secret'));
    expectOk(await enter('Ueda', '5902'));
  });
});

test('stations are told names and rights, and nothing to guess a secret by', async () => {
  const id = await anAccount(staff, 'Ueda');
  await anAccount(staff, 'Kudo', 'clerk');
  await closeAccount(staff, boss, { id, reason });
  const told = await stationStaff(staff.storage.read);
  expect(told.map(({ name }) => name)).toEqual(['Kudo', '山本']);
  expect(JSON.stringify(told)).not.toContain('scrypt');
  // What was done there before the account was closed still counts.
  const now = clock();
  expect(await seats.atStation('Ueda')).toBeUndefined();
  expect(await seats.atStation('Ueda', new Date(now.getTime() - 1000))).toMatchObject({ name: 'Ueda' });
  clock.advance({ seconds: 1 });
  expect(await seats.atStation('Ueda', clock())).toBeUndefined();
});
