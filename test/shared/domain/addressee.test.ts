import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AddresseeEntry, enterAddressee } from '#shared/domain/addressee.ts';
import { enterText } from '#shared/domain/entry.ts';
import { fail } from '#shared/result.ts';

const ENTRY: AddresseeEntry = {
  name: '見本 花子',
  postalCode: '231-0015',
  line1: '神奈川県横浜市中区尾上町1-2-3',
  line2: '見本マンション405号室',
  line3: '',
  line4: '',
  phone: '045-000-0000',
  country: 'JP',
  note: '',
};

describe('text as people enter it', () => {
  const rule = { most: 10, required: true };

  test('is in NFC and without outer blanks', () => {
    expect(enterText('name', ' か\u3099 ', rule)).toEqual({ ok: true, value: 'が' });
    expect(enterText('name', '\u3000見本\u3000', rule)).toEqual({ ok: true, value: '見本' });
  });

  test.each([
    ['a control character', 'a\u0007b'],
    ['a line break', 'a\nb'],
    ['a line separator', 'a\u2028b'],
    ['a bidi override', 'a\u202eb'],
    ['a bidi isolate', 'a\u2066b\u2069'],
    ['a byte order mark', 'a\ufeffb'],
    ['half a surrogate pair', 'a\ud800b'],
    ['a private-use character', 'a\ue000b'],
    ['an emoji', 'a😀b'],
    ['an emoji made by a selector', 'a❤\ufe0fb'],
  ])('with %s is refused, naming the field and nothing of the text', (_, text) => {
    expect(enterText('name', text, rule)).toEqual(fail('field-characters', 'name'));
  });

  test.each(['اسم للمثال', '样例 先生', 'Łucja Přikladová-Ștefănescu', '𠮷野家', 'ﾐﾎﾝ'])(
    'may be in any script: %s',
    (text) => {
      expect(enterText('name', text, { most: 40 })).toEqual({ ok: true, value: text.normalize('NFC') });
    },
  );

  test('is counted in characters, not in bytes or code units', () => {
    expect(enterText('name', '𠮷'.repeat(10), rule).ok).toBe(true);
    expect(enterText('name', '𠮷'.repeat(11), rule)).toEqual(fail('field-too-long', 'name'));
  });

  test('that is missing is said to be, where it is needed', () => {
    expect(enterText('name', '  ', rule)).toEqual(fail('field-missing', 'name'));
    expect(enterText('note', '  ', { most: 10 })).toEqual({ ok: true, value: '' });
  });

  test('entered again is the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (typed) => {
        const once = enterText('name', typed, { most: 200 });
        if (once.ok) expect(enterText('name', once.value, { most: 200 })).toEqual(once);
      }),
    );
  });
});

describe('an addressee', () => {
  test('is what was filled in, without empty lines', () => {
    expect(enterAddressee(ENTRY)).toEqual({
      ok: true,
      value: {
        name: '見本 花子',
        postalCode: '231-0015',
        lines: ['神奈川県横浜市中区尾上町1-2-3', '見本マンション405号室'],
        phone: '045-000-0000',
        country: 'JP',
      },
    });
  });

  test('has digits as machines read them, however they were typed', () => {
    const entered = enterAddressee({ ...ENTRY, postalCode: '２３１－００１５', phone: '０４５（０００）００００' });
    expect(entered).toMatchObject({ value: { postalCode: '231-0015', phone: '045(000)0000' } });
    // A Japanese keyboard types a long-vowel mark for the hyphen; a name and an address keep theirs.
    const vowels = { name: '見本 タロー', postalCode: '２３１ー００１５', phone: '０４５ｰ０００−００００' };
    expect(enterAddressee({ ...ENTRY, ...vowels })).toMatchObject({
      value: { name: '見本 タロー', postalCode: '231-0015', phone: '045-000-0000' },
    });
  });

  test.each([
    ['name', { name: '' }, 'field-missing'],
    ['line1', { line1: ' ' }, 'field-missing'],
    ['country', { country: '' }, 'field-missing'],
    ['country', { country: 'J1' }, 'field-invalid'],
    ['postalCode', { postalCode: '231-001' }, 'field-invalid'],
    ['postalCode', { postalCode: '' }, 'field-invalid'],
    ['postalCode', { country: 'GB', postalCode: 'NW1_6XE' }, 'field-invalid'],
    ['phone', { phone: 'call me' }, 'field-invalid'],
    ['name', { name: 'あ'.repeat(81) }, 'field-too-long'],
    ['line2', { line2: 'あ'.repeat(400) }, 'field-too-long'],
    ['note', { note: 'mind the 🐕' }, 'field-characters'],
  ] as const)('names the field that can’t stand: %s', (field, changes, code) => {
    expect(enterAddressee({ ...ENTRY, ...changes })).toEqual(fail(code, field));
  });

  test('abroad needs no Japanese postal code', () => {
    expect(enterAddressee({ ...ENTRY, country: 'gb', postalCode: 'nw1 6xe' })).toMatchObject({
      value: { country: 'GB', postalCode: 'NW1 6XE' },
    });
    expect(enterAddressee({ ...ENTRY, country: 'IE', postalCode: '' }).ok).toBe(true);
  });

  test('never has a failure that repeats what was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 4, maxLength: 200 }), (typed) => {
        for (const field of ['name', 'line1', 'postalCode', 'phone', 'country'] as const) {
          const entered = enterAddressee({ ...ENTRY, [field]: typed });
          if (!entered.ok) expect(['name', 'line1', 'postalCode', 'phone', 'country']).toContain(entered.error.about);
        }
      }),
    );
  });
});
