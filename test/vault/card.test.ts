import { beforeAll, describe, expect, it } from 'vitest';
import { keyThumbprint, safetyNumber, signPartyCard, type Vault, verifyPartyCard } from '#main/vault/index.ts';
import { toBase64Url, utf8 } from '#shared/bytes.ts';
import { CARD_TYPE, formatSafetyNumber, type PartyCard, partyCardSchema } from '#shared/protocol/party-card.ts';
import { expectOk } from '#shared/result.ts';
import { ALWAYS, aVault } from './a-vault.ts';

let vault: Vault;
let card: PartyCard;

beforeAll(async () => {
  ({ vault } = await aVault());
  await vault.newSealingKey(ALWAYS);
  await vault.newSigningKey(ALWAYS);
  card = partyCardSchema.parse({
    id: 'mall.example',
    role: 'mall',
    name: '見本商店',
    public: 'https://mall.example',
    partner: 'https://partner.mall.example:8443',
    keys: vault.publicKeys(),
    tls: ['A'.repeat(43)],
    services: [],
  });
});

const invalid = { ok: false, error: { code: 'card-invalid' } };

describe('a party card', () => {
  it('is verified with the key that it carries itself', async () => {
    expect(expectOk(await verifyPartyCard(await signPartyCard(vault, card)))).toEqual(card);
  });

  it('leaves the vault without members that do not belong there', async () => {
    const jws = await signPartyCard(vault, { ...card, secret: 'x' } as PartyCard);
    expect(Buffer.from(jws.split('.')[1]!, 'base64url').toString()).not.toContain('secret');
  });

  it('is refused when the signing key is not among its keys', async () => {
    const keys = card.keys.filter((key) => key.use === 'seal');
    expect(await verifyPartyCard(await vault.sign(CARD_TYPE, JSON.stringify({ ...card, keys })))).toMatchObject(
      invalid,
    );
    const { vault: stranger } = await aVault();
    await stranger.newSigningKey(ALWAYS);
    expect(await verifyPartyCard(await signPartyCard(stranger, card))).toMatchObject(invalid);
  });

  it('is refused when changed, of another type, incomplete, or with a key of the wrong curve', async () => {
    const [header, , signature] = (await signPartyCard(vault, card)).split('.');
    const changed = toBase64Url(utf8(JSON.stringify({ ...card, name: 'other' })));
    expect(await verifyPartyCard(`${header}.${changed}.${signature}`)).toMatchObject(invalid);
    expect(await verifyPartyCard(await vault.sign('other+jws', JSON.stringify(card)))).toMatchObject(invalid);
    for (const wrong of [
      { ...card, id: 'MALL.example' },
      { ...card, public: 'http://mall.example' },
      { ...card, keys: [] },
      { ...card, keys: card.keys.map((key) => ({ ...key, crv: 'Ed25519' })) },
      {},
    ])
      expect(await verifyPartyCard(await vault.sign(CARD_TYPE, JSON.stringify(wrong)))).toMatchObject(invalid);
    expect(await verifyPartyCard('')).toMatchObject(invalid);
  });

  it('names its signing key by thumbprint', async () => {
    const jws = await signPartyCard(vault, card);
    const header = JSON.parse(Buffer.from(jws.split('.')[0]!, 'base64url').toString()) as unknown;
    expect(header).toEqual({ typ: CARD_TYPE, alg: 'EdDSA', kid: await keyThumbprint(card.keys[1]!) });
  });
});

describe('the safety number', () => {
  const mall = {
    id: 'mall.example',
    role: 'mall' as const,
    signingKey: Uint8Array.from({ length: 32 }, (_, at) => at),
  };
  const carrier = {
    id: 'carrier.example',
    role: 'carrier' as const,
    signingKey: Uint8Array.from({ length: 32 }, (_, at) => 255 - at),
  };

  it('is the one that another program computes', () => {
    expect(safetyNumber(mall, carrier)).toBe('122457710460395862399211912803870237342931213714527239968383');
  });

  it('is the same read from either side, 60 digits in groups of five', () => {
    expect(safetyNumber(carrier, mall)).toBe(safetyNumber(mall, carrier));
    expect(formatSafetyNumber(safetyNumber(mall, carrier))).toMatch(/^(\d{5} ){11}\d{5}$/);
  });

  it('keeps leading zeros', () => {
    const signingKey = new Uint8Array(32);
    new DataView(signingKey.buffer).setUint32(28, 227);
    expect(safetyNumber(carrier, { ...mall, signingKey }).slice(30)).toBe('001140316270658357042269494575');
  });

  it('changes with id, role and key of either', () => {
    const numbers = [
      safetyNumber(mall, carrier),
      safetyNumber({ ...mall, id: 'mail.example' }, carrier),
      safetyNumber({ ...mall, role: 'credit' }, carrier),
      safetyNumber({ ...mall, signingKey: carrier.signingKey }, carrier),
      safetyNumber(mall, { ...carrier, signingKey: mall.signingKey }),
    ];
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
