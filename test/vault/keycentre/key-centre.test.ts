import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createKeyCentre,
  drawAgreedKey,
  type KeyCentre,
  openKeyCentre,
  readKeyFile,
  writeKeyFile,
} from '#main/vault/index.ts';
import { pseudonymSchema, readCustomerKeys } from '#shared/protocol/personal-key.ts';
import { expectOk } from '#shared/result.ts';
import { aFolder, CHEAP, PASSPHRASE } from '../a-vault.ts';

const failing = (code: string, about?: string) => ({
  ok: false,
  error: about === undefined ? { code } : { code, about },
});

async function aCentre(threshold = 5): Promise<{ centre: KeyCentre; folder: string }> {
  const folder = aFolder();
  return { centre: expectOk(await createKeyCentre(folder, PASSPHRASE, { threshold, scrypt: CHEAP })), folder };
}

describe('a key centre', () => {
  it('has t = 127 unless told, and is sealed', async () => {
    const folder = aFolder();
    const centre = expectOk(await createKeyCentre(folder, PASSPHRASE, { scrypt: CHEAP }));
    expect(centre.state()).toMatchObject({ generation: 1, threshold: 127, left: 127 });
    expectOk(await centre.issue('mall.example'));
    const text = readFileSync(join(folder, 'keycentre.json'), 'utf8');
    for (const word of ['matrix', 'mall.example', centre.state().centre]) expect(text).not.toContain(word);
    expect(await createKeyCentre(folder, PASSPHRASE, { scrypt: CHEAP })).toMatchObject(failing('wrong-state'));
    expect(await openKeyCentre(folder, 'wrong')).toEqual(failing('wrong-passphrase'));
    expect(await openKeyCentre(aFolder(), PASSPHRASE)).toMatchObject(failing('not-found'));
    writeFileSync(join(folder, 'keycentre.json'), text.replace(/"content": ".{9}/, '"content": "AAAAAAAAA'));
    expect(await openKeyCentre(folder, PASSPHRASE)).toMatchObject(failing('vault-damaged'));
  });

  it('takes no threshold that is none', async () => {
    for (const threshold of [0, -1, 1.5, 1024, Number.NaN]) {
      const made = await createKeyCentre(aFolder(), PASSPHRASE, { threshold, scrypt: CHEAP });
      expect(made).toEqual(failing('field-invalid', 'threshold'));
    }
  });

  it('issues the same key after it was closed and opened, and counts it again', async () => {
    const { centre, folder } = await aCentre();
    const key = expectOk(await centre.issue('mall.example'));
    const again = expectOk(await openKeyCentre(folder, PASSPHRASE));
    expect(again.state()).toEqual({ ...centre.state(), left: 4 });
    expect(expectOk(await again.issue('mall.example'))).toEqual(key);
    expect(again.state().left).toBe(3);
    expect(again.issued()).toMatchObject([{ id: 'mall.example', times: 2 }]);
  });

  it('issues to party ids and to pseudonyms of its own making alone', async () => {
    const { centre } = await aCentre();
    for (const id of ['', 'UPPER.example', 'a|b', `~${'A'.repeat(22)}`, `~centre~${centre.state().centre}`]) {
      expect(await centre.issue(id)).toEqual(failing('field-invalid', 'id'));
    }
    expect(centre.state().left).toBe(5);
  });
});

describe('the bound', () => {
  it('is kept: t keys from one matrix, re-issues counted, then none', async () => {
    const { centre, folder } = await aCentre(3);
    expectOk(await centre.issue('mall.example'));
    expectOk(await centre.issue('mall.example'));
    expectOk(await centre.issue('credit.example'));
    expect(centre.state().left).toBe(0);
    expect(await centre.issue('carrier.example')).toEqual(failing('centre-full'));
    expect(await centre.issue('mall.example')).toEqual(failing('centre-full'));
    expect(await centre.issueCustomer(['mall.example'])).toEqual(failing('centre-full'));
    const again = expectOk(await openKeyCentre(folder, PASSPHRASE));
    expect(await again.issue('carrier.example')).toEqual(failing('centre-full'));
  });

  it('is kept when many ask at once, and a customer’s file is issued whole or not at all', async () => {
    const { centre } = await aCentre(5);
    const asked = await Promise.all([
      centre.issueCustomer(['mall.example', 'credit.example', 'carrier.example']),
      centre.issueCustomer(['mall.example', 'credit.example', 'carrier.example']),
      centre.issue('mall.example'),
      centre.issue('credit.example'),
      centre.issue('carrier.example'),
    ]);
    expect(asked.map(({ ok }) => ok)).toEqual([true, false, true, true, false]);
    expect(centre.issued().reduce((sum, { times }) => sum + times, 0)).toBe(5);
  });

  it('begins anew with another matrix, whose keys are others; the old matrix is gone', async () => {
    const { centre, folder } = await aCentre(2);
    const old = expectOk(await centre.issue('mall.example'));
    expect(expectOk(await centre.renew(4))).toEqual({ centre: old.centre, generation: 2 });
    expect(centre.state()).toMatchObject({ generation: 2, threshold: 4, left: 4 });
    const again = expectOk(await openKeyCentre(folder, PASSPHRASE));
    for (const each of [centre, again]) {
      const key = expectOk(await each.issue('mall.example'));
      expect(key).toMatchObject({ centre: old.centre, generation: 2, threshold: 4 });
      expect(key.key.slice(0, 43)).not.toBe(old.key.slice(0, 43));
    }
    expect(again.issued().map(({ generation }) => generation)).toEqual([1, 2]);
    expect(await centre.renew(0)).toEqual(failing('field-invalid', 'threshold'));
  });
});

describe('a customer’s file', () => {
  it('holds a random pseudonym for each counterparty, and names nobody', async () => {
    const { centre } = await aCentre(12);
    const parties = ['mall.example', 'credit.example', 'carrier.example'];
    const files = [expectOk(await centre.issueCustomer(parties)), expectOk(await centre.issueCustomer(parties))];
    const keys = files.flatMap((file) => file.keys);
    expect(files[0]!.keys.map((key) => key.for)).toEqual(parties);
    expect(new Set(keys.map(({ id }) => id)).size).toBe(6);
    for (const { id } of keys) expect(pseudonymSchema.safeParse(id).success).toBe(true);
    expect(files[0]!.reference).not.toBe(files[1]!.reference);
    expect(expectOk(readCustomerKeys(JSON.stringify(files[0])))).toEqual(files[0]);
    expect(centre.state().left).toBe(6);
  });

  it('is refused for no counterparty, and for one that is none or named twice', async () => {
    const { centre } = await aCentre();
    expect(await centre.issueCustomer([])).toEqual(failing('field-missing', 'parties'));
    for (const parties of [['Mall'], [''], ['mall.example', 'mall.example']]) {
      expect(await centre.issueCustomer(parties)).toEqual(failing('field-invalid', 'parties'));
    }
    expect(centre.state().left).toBe(5);
  });

  it('that is lost is revoked and replaced in one step', async () => {
    const { centre } = await aCentre();
    const lost = expectOk(await centre.issueCustomer(['mall.example', 'carrier.example']));
    expect(await centre.issueCustomer(['mall.example'], 'unknown')).toEqual(failing('not-found', 'reference'));
    const fresh = expectOk(await centre.issueCustomer(['mall.example', 'carrier.example'], lost.reference));
    expect(centre.state().left).toBe(1);
    // Where nothing can be issued, nothing is revoked.
    expect(await centre.issueCustomer(['mall.example', 'carrier.example'], fresh.reference)).toEqual(
      failing('centre-full'),
    );
    const revoked = centre.issued().filter((each) => each.revoked !== undefined);
    expect(revoked.map(({ id }) => id)).toEqual(lost.keys.map(({ id }) => id));
  });
});

describe('what is revoked', () => {
  it('is told to each party as far as it concerns it', async () => {
    const { centre } = await aCentre(9);
    for (const id of ['mall.example', 'carrier.example', 'credit.example']) expectOk(await centre.issue(id));
    const lost = expectOk(await centre.issueCustomer(['mall.example', 'carrier.example']));
    expect(expectOk(await centre.revokedFor('mall.example'))).toMatchObject({ number: 1, revoked: [] });
    expect(expectOk(await centre.revoke(lost.reference))).toEqual(lost.keys.map(({ id }) => id));
    expect(expectOk(await centre.revoke('credit.example'))).toEqual(['credit.example']);
    const before = centre.issued();
    expectOk(await centre.revoke('credit.example'));
    expect(centre.issued()).toEqual(before);
    const line = (id: string) => ({ id, generation: 1 });
    expect(expectOk(await centre.revokedFor('mall.example'))).toMatchObject({
      party: 'mall.example',
      number: 2,
      revoked: [line('credit.example'), line(lost.keys[0]!.id)],
    });
    expect(expectOk(await centre.revokedFor('carrier.example')).revoked).toEqual([
      line('credit.example'),
      line(lost.keys[1]!.id),
    ]);
    expect(await centre.revoke('nobody.example')).toEqual(failing('not-found', 'id'));
    expect(await centre.revokedFor('nobody.example')).toEqual(failing('not-found', 'id'));
  });

  it('is not issued again from the same matrix, for it would be the same key', async () => {
    const { centre } = await aCentre();
    expectOk(await centre.issue('mall.example'));
    expectOk(await centre.revoke('mall.example'));
    expect(await centre.issue('mall.example')).toEqual(failing('identifier-revoked'));
    expectOk(await centre.renew());
    expectOk(await centre.issue('mall.example'));
    expectOk(await centre.issue('carrier.example'));
    expect(expectOk(await centre.revokedFor('carrier.example')).revoked).toEqual([
      { id: 'mall.example', generation: 1 },
    ]);
  });
});

describe('a party’s key file', () => {
  it('opens with its passphrase, and is refused cut or altered', async () => {
    const { centre } = await aCentre();
    const key = expectOk(await centre.issue('mall.example'));
    const path = join(aFolder(), 'mall.key');
    expectOk(await writeKeyFile(path, 'on the phone', key, CHEAP));
    const text = readFileSync(path, 'utf8');
    expect(text).not.toContain(key.key.slice(0, 20));
    expect(expectOk(await readKeyFile(path, 'on the phone'))).toEqual(key);
    expect(await readKeyFile(path, 'other')).toEqual(failing('wrong-passphrase'));
    expect(await writeKeyFile(path, 'on the phone', key, CHEAP)).toEqual(failing('wrong-state', 'mall.key'));
    for (const bad of [text.slice(0, 100), text.replace(/"content": "./, '"content": "_'), '{}']) {
      writeFileSync(path, bad);
      expect(await readKeyFile(path, 'on the phone')).toEqual(failing('vault-damaged', 'mall.key'));
    }
    expect(await readKeyFile(join(aFolder(), 'none'), 'x')).toEqual(failing('not-found', 'none'));
  });
});

describe('an agreed key', () => {
  it('is 32 random bytes between two different identifiers', () => {
    const one = expectOk(drawAgreedKey('mall.example', 'credit.example'));
    expect(Buffer.from(one.key, 'base64url')).toHaveLength(32);
    expect(expectOk(drawAgreedKey('mall.example', 'credit.example')).key).not.toBe(one.key);
    expect(drawAgreedKey('mall.example', 'mall.example')).toEqual(failing('field-invalid', 'ends'));
    expect(drawAgreedKey('mall.example', 'UPPER')).toEqual(failing('field-invalid', 'ends'));
  });
});
