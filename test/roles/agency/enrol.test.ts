/** Enrolment: what comes out is sealed and signed, and nothing of it stays. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { decodeIdentity, decodePin } from '#shared/protocol/identity-plaintext.ts';
import { readWallet } from '#shared/protocol/make-confirmation.ts';
import { enterWallet, sealWallet, type WalletEntry } from '#shared/protocol/make-wallet.ts';
import { identityBinding, pinBinding, WALLET_TYPE, WALLET_VARIANTS } from '#shared/protocol/wallet.ts';
import { expectOk } from '#shared/result.ts';
import { issueWallet, offerWallet } from '#main/roles/agency/enrol.ts';
import { suspendPartner } from '#main/post/index.ts';
import { hpkeScheme, sealTo, verifyJws } from '#main/vault/index.ts';
import { type AgencyGroup, anAgencyGroup, aWallet, OWNER } from '../../builders/an-agency.ts';

const failing = (code: string, about?: string) => ({ ok: false, error: { code, ...(about && { about }) } });

const groups: Partial<Record<'reseal' | 'pass', AgencyGroup>> = {};
beforeAll(async () => {
  for (const variant of WALLET_VARIANTS) groups[variant] = await anAgencyGroup(variant);
});

describe.each(WALLET_VARIANTS)('a wallet of the variant %s', (variant) => {
  test('is signed by the agency, says what it is, and runs out in a year', async () => {
    const { agency, credit } = groups[variant]!;
    const jws = await aWallet(agency);
    const keys = agency.vault.publicKeys();
    expectOk(await verifyJws(jws, { type: WALLET_TYPE, keys, code: 'wallet-invalid' }));
    expect(expectOk(readWallet(`${jws}\n`)).wallet).toMatchObject({
      agency: agency.id,
      settlement: credit.id,
      variant,
      issued: '2026-11-21T03:00:00.000Z',
      expires: '2027-11-21T03:00:00.000Z',
    });
  });

  test('opens for the one who is to open it, and its PIN for the settlement server alone', async () => {
    const { agency, credit } = groups[variant]!;
    const { serial, sealed, pin } = expectOk(readWallet(await aWallet(agency))).wallet;
    const [opener, other] = variant === 'reseal' ? [agency, credit] : [credit, agency];
    const binding = identityBinding(opener.id, agency.id, serial);
    const envelope = fromBase64Url(sealed)!;
    expect(expectOk(decodeIdentity(expectOk(await opener.vault.open(envelope, binding))))).toEqual(OWNER.identity);
    expect(await other.vault.open(envelope, binding)).toMatchObject(failing('unknown-key'));
    const sealedPin = fromBase64Url(pin)!;
    const ofPin = pinBinding(credit.id, agency.id, serial);
    expect(expectOk(decodePin(expectOk(await credit.vault.open(sealedPin, ofPin))))).toBe(OWNER.pin);
    expect(await agency.vault.open(sealedPin, ofPin)).toMatchObject(failing('unknown-key'));
  });

  test('leaves nothing at the agency: no row, no byte in its folder', async () => {
    const { agency } = groups[variant]!;
    // The key of keyed hashes is made with the first ticket.
    await offerWallet(agency.agency);
    const before = filesIn(agency.folder);
    const jws = await aWallet(agency);
    const { serial, sealed } = expectOk(readWallet(jws)).wallet;
    const after = filesIn(agency.folder);
    expect([...after.keys()]).toEqual([...before.keys()]);
    for (const [name, bytes] of after) {
      expect(bytes.equals(before.get(name)!), name).toBe(true);
      for (const mark of [serial, sealed.slice(60, 120)]) expect(bytes.includes(mark), name).toBe(false);
    }
  });
});

function filesIn(folder: string): Map<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name))] as const),
  );
}

describe('no wallet is signed', () => {
  async function parts(group: AgencyGroup) {
    const place = expectOk(await offerWallet(group.agency.agency));
    const schemes = {
      identity: hpkeScheme(fromBase64Url(place.identityKey)!),
      pin: hpkeScheme(fromBase64Url(place.pinKey)!),
    };
    const sealed = expectOk(await sealWallet(place, schemes, OWNER));
    return { serial: place.serial, ticket: place.ticket, ...sealed };
  }

  test('for a serial that was not minted here, nor with a ticket of another serial', async () => {
    const group = groups.reseal!;
    const [one, other] = [await parts(group), await parts(group)];
    expect(await issueWallet(group.agency.agency, { ...one, serial: other.serial })).toMatchObject(
      failing('link-expired'),
    );
    const later = one.ticket.replace(/^\d+/, (until) => String(Number(until) + 60));
    expect(await issueWallet(group.agency.agency, { ...one, ticket: later })).toMatchObject(failing('link-expired'));
    for (const ticket of ['', '.', 'x', one.ticket.split('.')[1]!]) {
      expect(await issueWallet(group.agency.agency, { ...one, ticket })).toMatchObject(failing('link-expired'));
    }
    expectOk(await issueWallet(group.agency.agency, one));
  });

  test('from a page that was open for hours', async () => {
    const group = await anAgencyGroup('reseal');
    const one = await parts(group);
    group.clock.advance({ hours: 2, seconds: 1 });
    expect(await issueWallet(group.agency.agency, one)).toMatchObject(failing('link-expired'));
  });

  test('of what is no envelope, is of another kind or length, or is sealed to somebody else', async () => {
    const group = groups.reseal!;
    const { agency, credit, mall } = group;
    const one = await parts(group);
    const keyOf = (party: { vault: typeof mall.vault }) =>
      fromBase64Url(party.vault.publicKeys().find(({ use }) => use === 'seal')!.x)!;
    const binding = identityBinding(agency.id, agency.id, one.serial);
    const sealed = async (key: Uint8Array, bytes = 40, kind: 'wallet' | 'order' = 'wallet') =>
      toBase64Url(expectOk(await sealTo(key, { ...binding, kind }, new Uint8Array(bytes))));
    const wrong = [
      'AAAA',
      one.pin,
      await sealed(keyOf(mall)),
      await sealed(keyOf(agency), 600),
      await sealed(keyOf(agency), 40, 'order'),
    ];
    for (const each of wrong) {
      expect(await issueWallet(agency.agency, { ...one, sealed: each })).toMatchObject(
        failing('wallet-invalid', 'sealed'),
      );
    }
    expect(await issueWallet(agency.agency, { ...one, pin: one.sealed })).toMatchObject(
      failing('wallet-invalid', 'pin'),
    );
    expectOk(await issueWallet(agency.agency, { ...one, pin: await sealed(keyOf(credit)) }));
  });

  test('while nobody is there to settle', async () => {
    const group = await anAgencyGroup('pass');
    const one = await parts(group);
    expectOk(await suspendPartner(group.agency.post, 'staff', group.credit.id));
    expect(await offerWallet(group.agency.agency)).toMatchObject(failing('unavailable'));
    expect(await issueWallet(group.agency.agency, one)).toMatchObject(failing('unavailable'));
  });
});

describe('what is typed', () => {
  const NOW = new Date('2026-11-21T03:00:00Z');
  const ENTRY: WalletEntry = {
    name: ' 見本 花子 ',
    card: '４１１１ 0072 6951 3902',
    expiry: '07/29',
    password: 'tsubaki-7',
    pin: '２７０５18',
    again: '270518',
  };

  test('is read as it was meant', () => {
    expect(expectOk(enterWallet(ENTRY, NOW))).toEqual(OWNER);
  });

  test.each<[Partial<WalletEntry>, string, string]>([
    [{ name: ' ' }, 'field-missing', 'name'],
    [{ name: 'x'.repeat(81) }, 'field-too-long', 'name'],
    [{ card: '' }, 'field-missing', 'card'],
    [{ card: '4111 0072 6951 3903' }, 'bad-number', 'card'],
    [{ expiry: '' }, 'field-missing', 'expiry'],
    [{ expiry: '13/29' }, 'field-invalid', 'expiry'],
    [{ expiry: '10/26' }, 'field-invalid', 'cardExpired'],
    [{ password: '' }, 'field-missing', 'password'],
    [{ pin: '' }, 'field-missing', 'pin'],
    [{ pin: '123' }, 'field-invalid', 'pin'],
    [{ pin: '1234567890123' }, 'field-invalid', 'pin'],
    [{ pin: 'abcd' }, 'field-invalid', 'pin'],
    [{ pin: '0000', again: '0000' }, 'field-invalid', 'easyPin'],
    [{ pin: '3456', again: '3456' }, 'field-invalid', 'easyPin'],
    [{ pin: '9876', again: '9876' }, 'field-invalid', 'easyPin'],
    [{ again: '270519' }, 'field-invalid', 'pinAgain'],
  ])('%o is refused: %s, about %s', (change, code, about) => {
    expect(enterWallet({ ...ENTRY, ...change }, NOW)).toEqual({ ok: false, error: { code, about } });
  });

  test('is refused when it would not fit beside a confirmation', async () => {
    const place = expectOk(await offerWallet(groups.pass!.agency.agency));
    const scheme = hpkeScheme(fromBase64Url(place.pinKey)!);
    const owner = expectOk(enterWallet({ ...ENTRY, name: '漢'.repeat(80), password: '字'.repeat(90) }, NOW));
    const sealed = await sealWallet(place, { identity: scheme, pin: scheme }, owner);
    expect(sealed).toMatchObject(failing('too-large'));
  });
});
