import { expect, test } from 'vitest';
import { FLOWS, flowField, groupFor, groupToTry, isFlow } from '#main/cli/demo/flow.ts';

test('a group has whom the flow needs, and nobody else', () => {
  expect(groupFor(undefined, false)).toEqual({});
  expect(groupFor('sealed', false)).toEqual({});
  expect(groupFor('sealed', true)).toEqual({ wrapper: true });
  expect(groupFor('sealed-blom', false)).toEqual({ keyCentre: true });
  expect(groupFor('agency', false)).toEqual({ agency: 'reseal' });
  expect(groupFor('agency-pass', false)).toEqual({ agency: 'pass' });
  expect(groupFor('closed', false)).toEqual({ closed: true });
});

test('by hand every flow can be tried, but where the credit company is out of reach', () => {
  for (const flow of [undefined, ...FLOWS].filter((each) => each !== 'closed')) {
    const variant = flow === 'agency-pass' ? 'pass' : 'reseal';
    expect(groupToTry(flow)).toEqual({ agency: variant, keyCentre: true, wrapper: true });
  }
  expect(groupToTry('closed')).toEqual({ closed: true });
});

test('the shop’s form is told by its own words', () => {
  expect(FLOWS.map((flow) => flowField(flow, 'agency.localhost'))).toEqual([
    'sealed',
    'sealed',
    'agency:agency.localhost',
    'agency:agency.localhost',
    'closed',
  ]);
  expect(isFlow('window')).toBe(false);
});
