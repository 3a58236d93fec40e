import { expect, test } from 'vitest';
import { checkStaffSecret, foldName } from '#shared/domain/staff-secret.ts';
import { permissionsOf } from '#shared/domain/permission.ts';
import { fail, ok } from '#shared/result.ts';

test.each(['4826', '48261937', '４８２６', '20482'])('a PIN: %s', (secret) => {
  expect(checkStaffSecret(secret)).toEqual(ok('pin'));
});

test.each(['correct horse', '倉庫の鍵は赤い箱の下', '1234567890123x', '9081726354'])('a password: %s', (secret) => {
  expect(checkStaffSecret(secret)).toEqual(ok('password'));
});

test.each(['', '123', '0000', '1234', '9876', '1212', '482619370', 'short', 'aaaaaaaaaa', 'x'.repeat(129)])(
  'too easy, too short or too long: %s',
  (secret) => {
    expect(checkStaffSecret(secret)).toEqual(fail('secret-weak'));
  },
);

test('no password with the person’s name in it', () => {
  expect(checkStaffSecret('yamamoto-2026', 'Yamamoto')).toEqual(fail('secret-weak'));
});

test('names that a person takes for one are one', () => {
  expect(foldName(' Ｓato  Kei ')).toBe(foldName('sato kei'));
});

test('what is taken away counts, whatever else is given', () => {
  expect(permissionsOf('clerk', { more: ['money', 'export'], less: ['money', 'work'] })).toEqual([
    'open',
    'read-personal',
    'export',
  ]);
});
