import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Topic } from '#shared/desk/contract.ts';
import { checkStaffSecret } from '#shared/domain/staff-secret.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { resetByName, type StaffTables } from '#main/staff/index.ts';
import { lockFolder, openChanges, visitSqliteStorage } from '#main/storage/index.ts';
import { openVault, randomDigit, type ScryptCost } from '#main/vault/index.ts';
import { FILES } from '#main/config.ts';
import { askPassphrase } from './ask-passphrase.ts';

const USAGE = `usage: staff reset --dir DIR --name NAME
A new PIN for an account of the party in DIR, whose service must not run; whoever signs in with it chooses another.
The party's passphrase comes from TOKUMEI_PASSPHRASE or is asked for.`;

/** Who it was, in the trail: nobody sits at a terminal by name. */
const WHO = 'staff reset';
const REASON = 'command line';
const DIGITS = 6;

/** Lets the last administrator in again who forgot a PIN: whoever has the folder and its passphrase owns the party. */
export async function runStaff(args: readonly string[], cost?: ScryptCost): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { dir: { type: 'string' }, name: { type: 'string' } },
  });
  const { dir, name } = values;
  if (positionals.join(' ') !== 'reset' || dir === undefined || name === undefined) {
    console.error(USAGE);
    return 2;
  }
  const done = await reset(dir, name, cost);
  if (done.ok) {
    console.log(done.value);
    console.error('Sign in with this PIN; the desk then asks for another.');
    return 0;
  }
  const { code, about } = done.error;
  console.error(about === undefined ? code : `${code} (${about})`);
  return 1;
}

/** Returns the PIN. */
async function reset(dir: string, name: string, cost: ScryptCost | undefined): Promise<Result<string>> {
  const database = join(dir, FILES.database);
  for (const file of [dir, database]) if (!existsSync(file)) return fail('not-found', file);
  const lock = lockFolder(dir);
  if (!lock.ok) return lock;
  try {
    const vault = await openVault(dir, (await askPassphrase()) ?? '');
    if (!vault.ok) return vault;
    const secret = drawPin();
    const storage = visitSqliteStorage<StaffTables>(database);
    try {
      const changes = openChanges<Topic, StaffTables>(storage);
      const staff = { storage, changes, clock: () => new Date(), ...(cost && { cost }) };
      const done = await resetByName(staff, { who: WHO }, { name, secret, reason: REASON });
      return done.ok ? ok(secret) : done;
    } finally {
      await storage.close();
    }
  } finally {
    lock.value.release();
  }
}

function drawPin(): string {
  const pin = Array.from({ length: DIGITS }, () => randomDigit()).join('');
  return checkStaffSecret(pin).ok ? pin : drawPin();
}
