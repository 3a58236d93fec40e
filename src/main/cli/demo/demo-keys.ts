/**
 * The key centre of a demo group, for sealed orders by pairwise keys: issues each party's personal key before the party
 * starts, and the customer's file, which lies in the group's folder.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CustomerKeys, readCustomerKeys } from '#shared/protocol/personal-key.ts';
import { expectOk } from '#shared/result.ts';
import { createKeyCentre, DEMO_COST, type KeyCentre, openKeyCentre, type Vault } from '#main/vault/index.ts';

const CUSTOMER_FILE = 'customer-keys.json';

/** What the customer has of the key centre. */
export interface DemoKeys {
  /** Path of the customer's file: to be loaded on the terminal page. */
  readonly file: string;
  readonly keys: CustomerKeys;
}

/** @param vaults of the parties that are about to start, by party id */
export async function issueDemoKeys(
  folder: string,
  passphrase: string,
  vaults: ReadonlyMap<string, Vault>,
): Promise<DemoKeys> {
  const home = join(folder, 'keycentre');
  const centre = expectOk(
    existsSync(home)
      ? await openKeyCentre(home, passphrase)
      : await createKeyCentre(home, passphrase, { scrypt: DEMO_COST }),
  );
  const origin = centre.state();
  for (const [id, vault] of vaults) {
    const has = vault
      .personalKeys()
      .some((key) => key.centre === origin.centre && key.generation === origin.generation);
    if (!has) expectOk(await vault.installPersonalKey(expectOk(await centre.issue(id))));
  }
  const file = join(folder, CUSTOMER_FILE);
  return { file, keys: await customerKeys(file, centre, [...vaults.keys()]) };
}

/** The file that is there, unless a party has joined since: then another, and the first one is withdrawn. */
async function customerKeys(file: string, centre: KeyCentre, parties: readonly string[]): Promise<CustomerKeys> {
  const before = existsSync(file) ? expectOk(readCustomerKeys(await readFile(file, 'utf8'))) : undefined;
  if (before && parties.every((id) => before.keys.some((key) => key.for === id))) return before;
  const keys = expectOk(await centre.issueCustomer(parties, before?.reference));
  await writeFile(file, `${JSON.stringify(keys, undefined, 2)}\n`, { mode: 0o600 });
  return keys;
}
