/** Envelope version 2: the vault's ciphers and the browser's against each other and against the known envelopes. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreedScheme, createKeyCentre, hpkeScheme, pairwiseCipher } from '#main/vault/index.ts';
import {
  agreedScheme as agreedInBrowser,
  browserCipher,
  customerScheme,
  publicKeyScheme,
} from '#renderer/customer/seal/sealing-scheme.ts';
import { fromBase64Url, fromHex, toBase64Url, toHex, utf8 } from '#shared/bytes.ts';
import type { EnvelopeBinding, EnvelopeKind } from '#shared/protocol/envelope.ts';
import {
  blomScheme,
  type PairwiseCipher,
  type PairwiseScheme,
  pairwiseInfo,
  pairwiseScheme,
} from '#shared/protocol/pairwise.ts';
import type { AgreedKey, PersonalKey } from '#shared/protocol/personal-key.ts';
import { readCustomerKeys, writePersonalKey } from '#shared/protocol/personal-key.ts';
import { expectOk } from '#shared/result.ts';
import { blomVector } from '#test/vectors/index.ts';
import { aFolder, ALWAYS, aVault, CHEAP, PASSPHRASE } from '../../vault/a-vault.ts';

const CIPHERS: readonly (readonly [name: string, cipher: PairwiseCipher])[] = [
  ['Node', pairwiseCipher],
  ['the browser', browserCipher],
];
const failing = (code: string) => ({ ok: false, error: { code } });
const ORIGIN = { centre: 'A'.repeat(22), generation: 1 };

function knownKey(id: string): PersonalKey {
  const { key } = blomVector.identifiers.find((each) => each.id === id)!;
  return writePersonalKey(
    ORIGIN,
    id,
    key.map((element) => BigInt(`0x${element}`)),
  );
}

type Known = (typeof blomVector.envelopes)[number];

async function endOf(cipher: PairwiseCipher, known: Known, own: string, peer: string): Promise<PairwiseScheme> {
  return known.scheme === 'blom'
    ? expectOk(await blomScheme(cipher, knownKey(own), { id: peer, ...ORIGIN }))
    : pairwiseScheme(cipher, 'agreed', { own, peer, commonKey: fromHex(known.commonKey)! });
}

const bindingOf = ({ kind, recipient, number, issuer }: Known): EnvelopeBinding => ({
  kind,
  recipient,
  number,
  ...(issuer !== undefined && { issuer }),
});

describe.each(CIPHERS)('the known envelopes in %s', (_name, cipher) => {
  it.each(blomVector.envelopes)(
    '$scheme from $sender to $recipient: come out byte for byte, and open',
    async (known) => {
      const fixed: PairwiseCipher = { ...cipher, randomBytes: () => fromHex(known.salt)! };
      const { sender, recipient, plaintext, envelope } = known;
      const sealed = await (await endOf(fixed, known, sender, recipient)).seal(bindingOf(known), fromHex(plaintext)!);
      expect(toHex(expectOk(sealed))).toBe(envelope);
      const opened = await (await endOf(cipher, known, recipient, sender)).open(fromHex(envelope)!, bindingOf(known));
      expect(toHex(expectOk(opened))).toBe(plaintext);
      expect(toHex(pairwiseInfo(known.kind, recipient, sender))).toBe(known.info);
    },
  );
});

/** A centre's keys for a mall, a carrier and a customer. */
async function aCentre(threshold = 6) {
  const centre = expectOk(await createKeyCentre(aFolder(), PASSPHRASE, { threshold, scrypt: CHEAP }));
  const mall = expectOk(await centre.issue('mall.example'));
  const carrier = expectOk(await centre.issue('carrier.example'));
  const customer = expectOk(await centre.issueCustomer(['mall.example', 'carrier.example']));
  return { centre, mall, carrier, customer };
}

const ORDER = { kind: 'order', issuer: 'mall.example', number: '10482771930563' } as const;
const TEXT = utf8('an order part');

describe('the two ends of a personal key', () => {
  it('open each other’s envelopes, vault and browser, in both directions and for every kind and size', async () => {
    const { mall, customer } = await aCentre();
    const { scheme, peer } = expectOk(await customerScheme(customer, 'mall.example'));
    const atMall = expectOk(await blomScheme(pairwiseCipher, mall, peer));
    const kinds = fc.constantFrom<EnvelopeKind>('addressee', 'customer', 'contents', 'order', 'goods', 'wallet');
    await fc.assert(
      fc.asyncProperty(kinds, fc.uint8Array({ maxLength: 255 }), fc.boolean(), async (kind, plaintext, toMall) => {
        const [from, to] = toMall ? [scheme, atMall] : [atMall, scheme];
        const issued = ['order', 'goods', 'wallet'].includes(kind) ? { issuer: 'mall.example' } : {};
        const binding = { kind, recipient: toMall ? 'mall.example' : peer.id, number: '1', ...issued };
        const envelope = expectOk(await from.seal(binding, plaintext));
        expect(toHex(expectOk(await to.open(envelope, binding)))).toBe(toHex(plaintext));
        // Not even its sender's: nothing that was sent comes back as if the other had sent it.
        expect(await from.open(envelope, binding)).toMatchObject(failing('unknown-key'));
      }),
      { numRuns: 60 },
    );
  });

  it('are told by the pseudonym that was made for the party, and by no other', async () => {
    const { customer, carrier } = await aCentre();
    const forMall = expectOk(await customerScheme(customer, 'mall.example'));
    const forCarrier = expectOk(await customerScheme(customer, 'carrier.example'));
    expect(forMall.peer.id).not.toBe(forCarrier.peer.id);
    const binding = { ...ORDER, recipient: 'carrier.example' };
    const envelope = expectOk(await forCarrier.scheme.seal(binding, TEXT));
    const opening = async (id: string) => {
      const end = expectOk(await blomScheme(pairwiseCipher, carrier, { ...forCarrier.peer, id }));
      return end.open(envelope, binding);
    };
    expect(await opening(forCarrier.peer.id)).toMatchObject({ ok: true });
    for (const id of [forMall.peer.id, 'mall.example', 'carrier.example', '~AAAAAAAAAAAAAAAAAAAAAA']) {
      expect(await opening(id)).toEqual(failing('not-authentic'));
    }
    expect(await customerScheme(customer, 'credit.example')).toMatchObject(failing('unknown-key'));
  });

  it('never meet when their keys are of other centres or generations', async () => {
    const [one, other] = [await aCentre(), await aCentre()];
    const { peer } = expectOk(await customerScheme(one.customer, 'mall.example'));
    expect(await blomScheme(pairwiseCipher, other.mall, peer)).toEqual(failing('other-centre'));
    expect(await blomScheme(pairwiseCipher, one.mall, { ...peer, generation: 2 })).toEqual(failing('other-centre'));
    // Nor do the keys themselves, whatever they say about where they come from.
    const { centre, generation } = one.mall;
    const { scheme } = expectOk(await customerScheme(one.customer, 'mall.example'));
    const forged = expectOk(await blomScheme(pairwiseCipher, { ...other.mall, centre, generation }, peer));
    const binding = { ...ORDER, recipient: 'mall.example' };
    const envelope = expectOk(await scheme.seal(binding, TEXT));
    expect(await forged.open(envelope, binding)).toEqual(failing('not-authentic'));
  });
});

describe.each(CIPHERS)('an envelope of version 2 in %s', (_name, cipher) => {
  const binding = { ...ORDER, recipient: 'mall.example' };
  const known = blomVector.envelopes[0]!;
  const seal = async (): Promise<Uint8Array<ArrayBuffer>> => {
    const scheme = await endOf(cipher, known, 'credit.example', 'mall.example');
    return expectOk(await scheme.seal(binding, TEXT));
  };
  const open = async (envelope: Uint8Array, bound: EnvelopeBinding = binding) =>
    (await endOf(cipher, known, 'mall.example', 'credit.example')).open(envelope, bound);

  it('is different every time, and as long as any other of its bucket', async () => {
    const [one, other] = [await seal(), await seal()];
    expect(toHex(one)).not.toBe(toHex(other));
    expect(one.length).toBe(6 + 32 + 512 + 16);
    expect(toHex(one.subarray(0, 2))).toBe('0204');
  });

  it('does not open with any byte changed', async () => {
    const envelope = await seal();
    for (let at = 0; at < envelope.length; at += at < 60 ? 1 : 29) {
      const changed = envelope.slice();
      changed[at]! ^= 1;
      const code = at === 0 ? 'unknown-version' : at === 1 ? 'wrong-kind' : at < 6 ? 'unknown-key' : 'not-authentic';
      expect(await open(changed)).toMatchObject(failing(code));
    }
    expect(await open(envelope.subarray(1))).toEqual(failing('damaged'));
  });

  it('does not open under another number, issuer or kind', async () => {
    const envelope = await seal();
    expect(await open(envelope, { ...binding, number: '10482771930564' })).toEqual(failing('not-authentic'));
    expect(await open(envelope, { ...binding, issuer: 'other.example' })).toEqual(failing('not-authentic'));
    expect(await open(envelope, { ...binding, kind: 'wallet' })).toEqual(failing('wrong-kind'));
    expect(await open(envelope, { ...binding, recipient: 'credit.example' })).toMatchObject(failing('unknown-key'));
  });

  it('is refused where it would open nowhere, and where it is too large', async () => {
    const scheme = await endOf(cipher, known, 'credit.example', 'mall.example');
    await expect(scheme.seal({ ...binding, recipient: 'carrier.example' }, TEXT)).rejects.toThrow('recipient');
    expect(await scheme.seal(binding, new Uint8Array(1024))).toEqual(failing('too-large'));
  });
});

describe('the one interface', () => {
  it('seals by all three sources, from the vault and from the browser', async () => {
    const { vault } = await aVault();
    const publicKey = fromBase64Url((await vault.newSealingKey(ALWAYS)).x)!;
    const { centre, customer } = await aCentre();
    expectOk(await vault.installPersonalKey(expectOk(await centre.issue('mall.example'))));
    const { scheme, peer } = expectOk(await customerScheme(customer, 'mall.example'));
    const agreed: AgreedKey = {
      tokumei: 'agreed-key/1',
      ends: ['mall.example', peer.id],
      key: toBase64Url(new Uint8Array(32).fill(7)),
    };
    await vault.installAgreedKey(agreed);
    const sources = [
      [hpkeScheme(publicKey), undefined],
      [publicKeyScheme(publicKey), undefined],
      [scheme, { id: peer.id, key: peer }],
      [expectOk(agreedScheme(agreed, peer.id, 'mall.example')), { id: peer.id, key: 'agreed' }],
      [expectOk(agreedInBrowser(agreed, peer.id, 'mall.example')), { id: peer.id, key: 'agreed' }],
    ] as const;
    const binding = { ...ORDER, recipient: 'mall.example' };
    for (const [source, from] of sources) {
      const envelope = expectOk(await source.seal(binding, TEXT));
      expect(envelope[0]).toBe(source.scheme === 'hpke' ? 1 : 2);
      expect(toHex(expectOk(await vault.open(envelope, binding, from)))).toBe(toHex(TEXT));
    }
    for (const make of [agreedScheme, agreedInBrowser]) {
      expect(make(agreed, peer.id, 'carrier.example')).toEqual(failing('unknown-key'));
      expect(make(agreed, peer.id, peer.id)).toEqual(failing('unknown-key'));
    }
  });
});

describe('a customer’s file', () => {
  it('is read as it was issued, and refused when cut, altered or of something else', async () => {
    const { customer, mall } = await aCentre();
    const text = JSON.stringify(customer);
    expect(expectOk(readCustomerKeys(text))).toEqual(customer);
    const [first, second] = customer.keys as [(typeof customer.keys)[0], (typeof customer.keys)[0]];
    const altered = (keys: readonly object[]) => JSON.stringify({ ...customer, keys });
    const bad = [
      text.slice(0, -20),
      '',
      JSON.stringify(mall),
      altered([]),
      altered([{ ...first, key: first.key.slice(0, -1) }]),
      altered([{ ...first, key: toBase64Url(new Uint8Array(7 * 32).fill(255)) }]),
      altered([{ ...first, threshold: 5 }]),
      altered([{ ...first, id: 'mall.example' }]),
      altered([first, { ...second, id: first.id }]),
    ];
    for (const each of bad) expect(readCustomerKeys(each)).toMatchObject(failing('key-invalid'));
  });
});
