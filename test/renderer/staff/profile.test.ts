import { expect, test } from 'vitest';
import { CALIBRATION_TEXT } from '#shared/desk/station-actions.ts';
import { learnProfile, readProfile, type ScannerProfile, withoutAim } from '#renderer/staff/scanner/profile.ts';
import { type KeyPress, pressKey, QUIET, type Scan } from '#renderer/staff/scanner/wedge.ts';
import { type LayoutName, layoutPresses } from '#test/builders/keyboard-layouts.ts';

interface Sent {
  readonly gap?: number;
  readonly end?: 'Enter' | 'Tab' | '';
  readonly scanner?: LayoutName;
  readonly computer?: LayoutName;
}

function presses(text: string, { gap = 8, end = 'Enter', scanner = 'us', computer = 'us' }: Sent = {}): KeyPress[] {
  const keys: KeyPress[] = layoutPresses(text, scanner, computer).map((key, at) => ({
    ...key,
    other: false,
    at: 1000 + at * gap,
  }));
  const at = 1000 + keys.length * gap;
  return end === '' ? keys : [...keys, { code: end, key: end, shift: false, other: false, at }];
}

function scansOf(keys: readonly KeyPress[], profile?: ScannerProfile): Scan[] {
  let state = QUIET;
  const scans: Scan[] = [];
  for (const key of keys) {
    const step = pressKey(state, key, profile);
    state = step.state;
    if (step.verdict.kind === 'scan') scans.push(step.verdict.scan);
  }
  return scans;
}

test('prefix, suffix, end and pace are learnt from one scan', () => {
  expect(learnProfile(presses(`~${CALIBRATION_TEXT}x9`, { gap: 12, end: 'Tab' }))).toEqual({
    prefix: { text: '~', typed: '~' },
    suffix: { text: 'x9', typed: 'x9' },
    terminator: 'Tab',
    pace: 12,
    slowest: 12,
    aim: false,
  });
});

test('what was learnt is taken off every scan', () => {
  const profile = learnProfile(presses(`~${CALIBRATION_TEXT}x9`))!;
  expect(scansOf(presses('~HL-0302x9'), profile)).toEqual([{ text: 'HL-0302' }]);
  expect(scansOf(presses('HL-0302'), profile)).toEqual([{ text: 'HL-0302' }]);
});

test('an AIM id is understood, and is no prefix', () => {
  const profile = learnProfile(presses(`]C1${CALIBRATION_TEXT}`))!;
  expect(profile).toMatchObject({ aim: true, prefix: { text: '', typed: '' } });
  expect(scansOf(presses(']Q330482771930569'))).toEqual([{ text: '30482771930569' }]);
  expect(withoutAim(']E04901234567894')).toBe('4901234567894');
});

test.each(['us', 'jp', 'de', 'fr'] as const)('the calibration code is read from a scanner set to %s', (layout) => {
  for (const scanner of ['us', layout] as const) {
    const profile = learnProfile(presses(CALIBRATION_TEXT, { scanner, computer: layout }));
    expect(profile).toMatchObject({ prefix: { text: '' }, suffix: { text: '' }, terminator: 'Enter' });
  }
});

test('a function key before every code is learnt and kept from the page', () => {
  const lead: KeyPress = { code: 'F12', key: 'F12', shift: false, other: false, at: 990 };
  const profile = learnProfile([lead, ...presses(CALIBRATION_TEXT)])!;
  expect(profile.leadKey).toBe('F12');
  const step = pressKey(QUIET, lead, profile);
  expect(step.verdict).toEqual({ kind: 'keep', takeBack: 0 });
});

test('a scanner as slow as people type is understood once learnt, and people still are not taken for it', () => {
  const slow = presses(CALIBRATION_TEXT, { gap: 42 });
  const profile = learnProfile(slow)!;
  const label = presses('30482771930569010201', { gap: 42 });
  expect(scansOf(label)).toEqual([]);
  expect(scansOf(label, profile)).toEqual([{ text: '30482771930569010201' }]);
  // A quick typist: the same average, but never so evenly.
  const gaps = [12, 95, 30, 70, 15, 88, 24, 60, 10, 92, 33, 50];
  let at = 1000;
  const person = presses('123456789012', { end: '' }).map((key, index) => ({ ...key, at: (at += gaps[index]!) }));
  expect(scansOf([...person, { ...person.at(-1)!, code: 'Enter', key: 'Enter', at: at + 40 }], profile)).toEqual([]);
});

test('another bar code is no calibration', () => {
  expect(learnProfile(presses('30482771930569010201'))).toBeUndefined();
  expect(learnProfile(presses(CALIBRATION_TEXT.slice(0, -1)))).toBeUndefined();
});

test('a stored profile comes back as it was, and a broken one not at all', () => {
  const profile = learnProfile(presses(`~${CALIBRATION_TEXT}`))!;
  expect(readProfile(JSON.parse(JSON.stringify(profile)))).toEqual(profile);
  for (const broken of [null, 3, {}, { ...profile, pace: 'quick' }, { ...profile, prefix: 'x' }]) {
    expect(readProfile(broken)).toBeUndefined();
  }
});

const LAYOUTS = ['us', 'jp', 'de', 'fr'] as const;
const CODES = ['30482771930569010201', 'HL-0302', 'ZY_1.2', 'RR123456785JP', 'TK 01019'];

test.each(LAYOUTS)('a scanner set to %s at a computer set alike sends every code right', (layout) => {
  for (const code of CODES) {
    const [scan] = scansOf(presses(code, { scanner: layout, computer: layout }));
    expect([scan?.text, scan?.asTyped], code).toContain(code);
  }
});

test.each(LAYOUTS)('a scanner set to US at a computer set to %s sends every code right', (layout) => {
  for (const code of CODES) {
    const [scan] = scansOf(presses(code, { scanner: 'us', computer: layout }));
    expect(scan?.text, code).toBe(code);
  }
});

test('an AIM id written with AltGr, as German and French layouts must, is understood', () => {
  for (const layout of ['de', 'fr', 'jp'] as const) {
    const [scan] = scansOf(presses(']C130482771930569010201', { scanner: layout, computer: layout }));
    expect([scan?.text, scan?.asTyped], layout).toContain('30482771930569010201');
  }
});

test('Caps Lock turns no letter around', () => {
  const caps = presses('HL-0302', { scanner: 'us', computer: 'us' }).map((key) => ({
    ...key,
    caps: true,
    key: key.key === key.key.toUpperCase() ? key.key.toLowerCase() : key.key.toUpperCase(),
  }));
  expect(scansOf(caps.map((key) => (key.code === 'Enter' ? { ...key, key: 'Enter' } : key)))).toEqual([
    { text: 'HL-0302' },
  ]);
});
