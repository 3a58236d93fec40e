import { describe, expect, it } from 'vitest';
import { createKeyCentre, type KeyCentre, openVault, type Vault } from '#main/vault/index.ts';
import { customerScheme } from '#renderer/customer/seal/sealing-scheme.ts';
import { toHex, utf8 } from '#shared/bytes.ts';
import type { Peer } from '#shared/protocol/pairwise.ts';
import type { CustomerKeys } from '#shared/protocol/personal-key.ts';
import { expectOk } from '#shared/result.ts';
import { aFolder, ALWAYS, aVault, CHEAP, PASSPHRASE } from './a-vault.ts';

const MALL = 'mall.example';
const BINDING = { kind: 'order', issuer: MALL, number: '10482771930563', recipient: MALL } as const;
const TEXT = utf8('an order part');
const failing = (code: string) => ({ ok: false, error: { code } });

interface Group {
  readonly centre: KeyCentre;
  readonly vault: Vault;
  readonly folder: string;
  readonly customer: CustomerKeys;
  readonly peer: Peer;
  readonly envelope: Uint8Array;
}

/** A mall with its key, and a customer who sealed a part to it. */
async function aGroup(): Promise<Group> {
  const centre = expectOk(await createKeyCentre(aFolder(), PASSPHRASE, { threshold: 8, scrypt: CHEAP }));
  const { vault, folder } = await aVault();
  expectOk(await vault.installPersonalKey(expectOk(await centre.issue(MALL))));
  const customer = expectOk(await centre.issueCustomer([MALL]));
  const { scheme, peer } = expectOk(await customerScheme(customer, MALL));
  const { id, ...key } = peer;
  return { centre, vault, folder, customer, peer: { id, key }, envelope: expectOk(await scheme.seal(BINDING, TEXT)) };
}

describe('a vault with a personal key', () => {
  it('opens what its peer sealed, also after a restart, and answers', async () => {
    const { folder, peer, envelope, customer } = await aGroup();
    const vault = expectOk(await openVault(folder, PASSPHRASE));
    expect(toHex(expectOk(await vault.open(envelope, BINDING, peer)))).toBe(toHex(TEXT));
    const answering = { ...BINDING, recipient: peer.id };
    const answer = expectOk(await expectOk(await vault.pairwise(MALL, peer)).seal(answering, TEXT));
    const { scheme } = expectOk(await customerScheme(customer, MALL));
    expect(toHex(expectOk(await scheme.open(answer, answering)))).toBe(toHex(TEXT));
  });

  it('opens each version only where it is expected', async () => {
    const { vault, peer, envelope } = await aGroup();
    expect(await vault.open(envelope, BINDING)).toEqual(failing('unknown-version'));
    await vault.newSealingKey(ALWAYS);
    const first = Uint8Array.from(envelope);
    first[0] = 1;
    expect(await vault.open(first, BINDING, peer)).toEqual(failing('unknown-version'));
  });

  it('opens nothing without a key of that centre, generation and identifier', async () => {
    const { vault, peer, envelope } = await aGroup();
    const { id, key } = peer;
    if (key === 'agreed') throw new Error('not agreed');
    const others: Peer[] = [
      { id, key: { ...key, generation: 2 } },
      { id, key: { ...key, centre: 'A'.repeat(22) } },
    ];
    for (const other of others) expect(await vault.open(envelope, BINDING, other)).toEqual(failing('other-centre'));
    const elsewhere = { ...BINDING, recipient: 'credit.example' };
    expect(await vault.open(envelope, elsewhere, peer)).toEqual(failing('other-centre'));
    expect(await vault.open(envelope, BINDING, { id, key: 'agreed' })).toMatchObject(failing('unknown-key'));
    expect(await (await aVault()).vault.open(envelope, BINDING, peer)).toEqual(failing('other-centre'));
  });

  it('keeps keys of several generations side by side, until they are destroyed', async () => {
    const { centre, vault, peer, envelope } = await aGroup();
    expectOk(await centre.renew());
    const key = expectOk(await centre.issue(MALL));
    expectOk(await vault.installPersonalKey(key));
    expectOk(await vault.installPersonalKey(key));
    expect(vault.personalKeys()).toEqual(
      [1, 2].map((generation) => ({ id: MALL, centre: key.centre, generation, threshold: 8 })),
    );
    expect(await vault.open(envelope, BINDING, peer)).toMatchObject({ ok: true });
    expect(await vault.destroyPersonalKeys({ centre: key.centre, generation: 1 })).toBe(true);
    expect(await vault.destroyPersonalKeys({ centre: key.centre, generation: 1 })).toBe(false);
    expect(await vault.open(envelope, BINDING, peer)).toEqual(failing('other-centre'));
    expect(vault.personalKeys()).toMatchObject([{ generation: 2 }]);
  });

  it('takes in no key that is none, and no second one for the same place', async () => {
    const { centre, vault } = await aGroup();
    const key = expectOk(await centre.issue(MALL));
    expect(await vault.installPersonalKey({ ...key, threshold: 7 })).toMatchObject(failing('key-invalid'));
    const other = expectOk(await centre.issue('credit.example')).key;
    expect(await vault.installPersonalKey({ ...key, key: other })).toMatchObject(failing('key-invalid'));
  });

  it('shows its keys by name alone', async () => {
    const { vault } = await aGroup();
    expect(Object.keys(vault.personalKeys()[0]!).sort()).toEqual(['centre', 'generation', 'id', 'threshold']);
  });
});

describe('a list of revoked identifiers', () => {
  it('closes the vault to them, and to nobody else', async () => {
    const { centre, vault, folder, customer, peer, envelope } = await aGroup();
    const other = expectOk(await centre.issueCustomer([MALL]));
    const otherEnd = expectOk(await customerScheme(other, MALL));
    expectOk(await centre.revoke(customer.reference));
    expectOk(await vault.installRevoked(expectOk(await centre.revokedFor(MALL))));
    for (const each of [vault, expectOk(await openVault(folder, PASSPHRASE))]) {
      expect(await each.open(envelope, BINDING, peer)).toEqual(failing('identifier-revoked'));
      expect(await each.pairwise(MALL, peer)).toEqual(failing('identifier-revoked'));
      const { id, ...key } = otherEnd.peer;
      const sealed = expectOk(await otherEnd.scheme.seal(BINDING, TEXT));
      expect(await each.open(sealed, BINDING, { id, key })).toMatchObject({ ok: true });
    }
  });

  it('withdraws an identifier in its generation alone: a party goes on in the next one', async () => {
    const { centre, vault } = await aGroup();
    const { centre: name } = expectOk(await centre.issue('carrier.example'));
    expectOk(await centre.revoke('carrier.example'));
    expectOk(await centre.renew());
    expectOk(await vault.installPersonalKey(expectOk(await centre.issue(MALL))));
    expectOk(await centre.issue('carrier.example'));
    expectOk(await vault.installRevoked(expectOk(await centre.revokedFor(MALL))));
    const carrier = (generation: number): Peer => ({ id: 'carrier.example', key: { centre: name, generation } });
    expect(await vault.pairwise(MALL, carrier(1))).toEqual(failing('identifier-revoked'));
    expect(await vault.pairwise(MALL, carrier(2))).toMatchObject({ ok: true });
  });

  it('is taken from the centre alone, for this party, and never an older one', async () => {
    const { centre, vault, customer } = await aGroup();
    expectOk(await centre.issue('credit.example'));
    const empty = expectOk(await centre.revokedFor(MALL));
    expectOk(await centre.revoke(customer.reference));
    const list = expectOk(await centre.revokedFor(MALL));
    const forged = [
      { ...list, revoked: [] },
      { ...list, number: 9 },
      { ...list, mac: empty.mac },
      { ...expectOk(await centre.revokedFor('credit.example')), party: list.party },
    ];
    for (const each of forged) expect(await vault.installRevoked(each)).toEqual(failing('not-authentic'));
    expect(await vault.installRevoked({ ...list, generation: 2 })).toEqual(failing('other-centre'));
    expectOk(await vault.installRevoked(list));
    expectOk(await vault.installRevoked(list));
    expect(await vault.installRevoked(empty)).toMatchObject(failing('wrong-state'));
  });
});
