/** Who plays a party's staff in a demo group: their PINs stand on its screens, as the passphrase does. */
import type { Rank } from '#shared/domain/permission.ts';
import { expectOk } from '#shared/result.ts';
import { addAccount, makeFirstAccount } from './accounts.ts';
import { hasAccounts } from './sign-in.ts';
import type { Staff } from './staff.ts';

export interface Player {
  readonly name: string;
  readonly rank: Rank;
  readonly secret: string;
}

export const PLAYERS: readonly [Player, ...Player[]] = [
  { name: '山本', rank: 'administrator', secret: '7305' },
  { name: '森', rank: 'supervisor', secret: '4826' },
  { name: '佐藤', rank: 'clerk', secret: '2914' },
  { name: '鈴木', rank: 'clerk', secret: '6038' },
];

/** Once, in a demo party where nobody has an account. */
export async function seatPlayers(staff: Staff): Promise<void> {
  if (await hasAccounts(staff.storage.read)) return;
  const [first, ...others] = PLAYERS;
  expectOk(await makeFirstAccount(staff, first));
  for (const { name, rank, secret } of others) {
    expectOk(await addAccount(staff, { who: first.name }, { name, rank, secret, own: true }));
  }
}
