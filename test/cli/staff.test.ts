/** The last administrator forgot a PIN: whoever has the folder and its passphrase lets them in again. */
import { expect, test } from 'vitest';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { runStaff } from '#main/cli/staff.ts';
import { openSeats } from '#main/staff/index.ts';
import { makeFirstAccount } from '#main/staff/accounts.ts';
import { lockFolder } from '#main/storage/index.ts';
import { aMall, CHEAP, PASSPHRASE } from '../builders/a-party.ts';
import { aStaff } from '../builders/a-seat.ts';
import { runCommand } from './a-command.ts';

test('a new PIN is said once, counts at the next sign-in, and is in the trail', async () => {
  const mall = await aMall();
  const dir = mall.folder;
  const staff = aStaff(mall);
  expectOk(await makeFirstAccount(staff, { name: '山本', secret: '7305' }));
  const reset = (name: string, passphrase = PASSPHRASE) =>
    runCommand((args) => runStaff(args, CHEAP), ['reset', '--dir', dir, '--name', name], {
      TOKUMEI_PASSPHRASE: passphrase,
    });
  expect(await reset('山本', 'another')).toMatchObject({ code: 1, out: '', err: 'wrong-passphrase' });
  expect(await reset('森')).toMatchObject({ code: 1, err: 'account-unknown' });
  const running = expectOk(lockFolder(dir));
  expect(await reset('山本')).toMatchObject({ code: 1, err: 'already-running' });
  running.release();

  const { code, out } = await reset('山本');
  expect(code).toBe(0);
  expect(out).toMatch(/^\d{6}$/);
  const { id, role, name } = mall.profile;
  const seats = openSeats(staff, { id, role, name, place: '', demo: false });
  expect(await seats.enter({ clerk: '山本', secret: '7305' })).toEqual(fail('wrong-secret'));
  expect(expectOk(await seats.enter({ clerk: '山本', secret: out })).office).toMatchObject({ ownSecretDue: true });
  const deeds = await readTrail(mall.post.storage.read, { limit: 5 });
  expect(deeds.find(({ action }) => action === 'staff.reset')).toMatchObject({ who: 'staff reset', subject: '山本' });
  expect(JSON.stringify(deeds)).not.toContain(out);
});
