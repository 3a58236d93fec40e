import { beforeAll, expect, test } from 'vitest';
import { exceptionCommands } from '#shared/desk/exceptions.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { expectOk, fail } from '#shared/result.ts';
import { exceptionsDesk } from '#main/roles/office/exceptions-desk.ts';
import { aGroup, type TestGroup } from '../builders/a-group.ts';

let group: TestGroup;
beforeAll(async () => {
  group = await aGroup();
});

const NUMBER = numberFromDigits('shipping', '555500002222');

test('a station files numbers and steps, never what a person typed', () => {
  const { input } = exceptionCommands['exceptions.file'];
  const filing = { place: 'scan', code: 'scan-unreadable' };
  expect(input.safeParse({ ...filing, number: NUMBER, step: 'arrive' }).success).toBe(true);
  for (const typed of [{ number: 'MIHONHANAKO' }, { number: '12345' }, { step: 'MIHON HANAKO' }]) {
    expect(input.safeParse({ ...filing, ...typed }).success).toBe(false);
  }
});

test('a decision is entered with a number whose check digit is right, and with nothing else', async () => {
  const desk = exceptionsDesk(group.mall.mall.post);
  const filed = await desk['exceptions.file']({ who: 'abe' }, { place: 'packing', code: 'scan-unreadable' });
  const { id } = expectOk(filed);
  const decide = (number: string) => desk['exceptions.decide']({ who: 'abe' }, { id, decision: 'entered', number });
  expect(await decide('MIHONHANAKO')).toEqual(fail('bad-number'));
  expect(await decide(NUMBER.slice(0, -1) + ((Number(NUMBER.at(-1)) + 1) % 10))).toEqual(fail('bad-number'));
  expect(await decide('')).toEqual(fail('field-missing', 'number'));
  expectOk(await decide(NUMBER.replace(/(.{4})/g, '$1 ')));
});
