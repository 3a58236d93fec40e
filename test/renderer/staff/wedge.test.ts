import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type KeyPress,
  pause,
  pressKey,
  QUIET,
  type Scan,
  SCAN_PAUSE,
  type Verdict,
} from '#renderer/staff/scanner/wedge.ts';
import { isWholeLabel } from '#renderer/staff/scanner/read-scan.ts';
import { mainCodeOf } from '#test/fakes/fake-carrier.ts';

const LABEL_ID = '30482771930569010201';

/** The key of a US keyboard that writes a character. */
function usKey(character: string): Pick<KeyPress, 'code' | 'key' | 'shift'> {
  if (/\d/.test(character)) return { code: `Digit${character}`, key: character, shift: false };
  if (/[a-z]/i.test(character)) {
    return { code: `Key${character.toUpperCase()}`, key: character, shift: /[A-Z]/.test(character) };
  }
  return { code: { '-': 'Minus', '/': 'Slash' }[character] ?? 'Space', key: character, shift: false };
}

function presses(text: string, gap: number, end: 'Enter' | 'Tab' | '' = 'Enter', from = 1000): KeyPress[] {
  const keys = [...text].map((character, at) => ({ ...usKey(character), other: false, at: from + at * gap }));
  const last = { code: end, key: end, shift: false, other: false, at: from + text.length * gap };
  return end === '' ? keys : [...keys, last];
}

/** What the page would see: scans, what was kept from it, and how much was taken back. */
function type(keys: readonly KeyPress[]): { scans: Scan[]; kept: number; takenBack: number; verdicts: Verdict[] } {
  let state = QUIET;
  const verdicts = keys.map((key) => {
    const step = pressKey(state, key);
    state = step.state;
    return step.verdict;
  });
  return {
    verdicts,
    scans: verdicts.flatMap((verdict) => (verdict.kind === 'scan' ? [verdict.scan] : [])),
    kept: verdicts.filter(({ kind }) => kind !== 'leave').length,
    takenBack: verdicts.reduce((sum, verdict) => sum + (verdict.kind === 'leave' ? 0 : verdict.takeBack), 0),
  };
}

test.each([1, 4, 12, 30])('a label code of 615 digits with %i ms between keys is one scan', (gap) => {
  const text = mainCodeOf('30482771930569');
  expect(text.length).toBeGreaterThan(600);
  expect(type(presses(text, gap)).scans).toEqual([{ text }]);
});

test('what a scan wrote before it was recognised is taken back, and the rest never reaches the page', () => {
  const { kept, takenBack } = type(presses(LABEL_ID, 4));
  expect(takenBack).toBe(7);
  expect(kept).toBe(LABEL_ID.length + 1 - takenBack);
});

test('a short bar code comes through when it is fast and ended', () => {
  const { scans, takenBack, verdicts } = type(presses('HL-0302', 5));
  expect(scans).toEqual([{ text: 'HL-0302' }]);
  expect(takenBack).toBe(7);
  expect(verdicts.at(-1)?.kind).toBe('scan');
});

test('Tab ends a scan like Enter', () => {
  expect(type(presses(LABEL_ID, 4, 'Tab')).scans).toEqual([{ text: LABEL_ID }]);
});

test('a second Enter right after a scan is kept from the page, a later one is a person’s', () => {
  const scan = presses(LABEL_ID, 4);
  const end = scan.at(-1)!;
  expect(type([...scan, { ...end, at: end.at + 4 }]).verdicts.at(-1)?.kind).toBe('keep');
  expect(type([...scan, { ...end, at: end.at + 400 }]).verdicts.at(-1)?.kind).toBe('leave');
});

test('nothing that people type is kept from the page', () => {
  const people = fc.array(
    fc.record({ character: fc.constantFrom(...'0123456789abHL-'), gap: fc.integer({ min: 50, max: 400 }) }),
    {
      minLength: 1,
      maxLength: 40,
    },
  );
  fc.assert(
    fc.property(people, (keys) => {
      let at = 0;
      const typed = keys.map(({ character, gap }) => ({ ...usKey(character), other: false, at: (at += gap) }));
      const enter = { code: 'Enter', key: 'Enter', shift: false, other: false, at: at + 50 };
      expect(type([...typed, enter]).kept).toBe(0);
    }),
  );
});

test('a rolled word of three keys and Enter is a person’s', () => {
  expect(type(presses('100', 10)).kept).toBe(0);
});

test('a key that is held down is no scan', () => {
  const held = presses('0'.repeat(40), 30, '').map((key, at) => ({ ...key, other: at > 0 }));
  expect(type(held).kept).toBe(0);
});

test('keys with Ctrl are never a scanner’s', () => {
  const shortcuts = presses('vvvvvvvvvv', 5).map((key) => ({ ...key, other: true }));
  expect(type(shortcuts).kept).toBe(0);
});

test('an input method that hides the characters hides no scan', () => {
  const hidden = presses(LABEL_ID, 6).map((key) => (key.code === 'Enter' ? key : { ...key, key: 'Process' }));
  expect(type(hidden).scans).toEqual([{ text: LABEL_ID }]);
});

test('a French layout turns the digit row into letters; the digits come through', () => {
  const row = [...'à&é"\'(-è_ç'];
  const french = presses(LABEL_ID, 5).map((key) =>
    key.code === 'Enter' ? key : { ...key, key: row[Number(key.key)]! },
  );
  expect(type(french).scans[0]?.text).toBe(LABEL_ID);
});

test('a scanner set to the French layout presses Shift for digits', () => {
  const french = presses(LABEL_ID, 5).flatMap((key) => [
    { ...key, code: 'ShiftLeft', key: 'Shift', shift: true },
    { ...key, shift: key.code !== 'Enter' },
  ]);
  expect(type(french).scans).toEqual([{ text: LABEL_ID }]);
});

test('a German layout swaps letters: both readings are handed on', () => {
  const german = presses('ZY-1234', 5).map((key) => ({
    ...key,
    key: { Z: 'Y', Y: 'Z', '-': 'ß' }[key.key] ?? key.key,
  }));
  expect(type(german).scans).toEqual([{ text: 'ZY-1234', asTyped: 'YZß1234' }]);
});

test('the number pad is a keyboard, too', () => {
  const pad = presses(LABEL_ID, 5).map((key) => ({
    ...key,
    code: key.code.replace('Digit', 'Numpad').replace(/^Enter/, 'NumpadEnter'),
  }));
  expect(type(pad).scans).toEqual([{ text: LABEL_ID }]);
});

test('what a person typed just before a scan is not part of it and stays', () => {
  const person = presses('ab', 90, '');
  const { scans, takenBack } = type([...person, ...presses(LABEL_ID, 4, 'Enter', person.at(-1)!.at + 130)]);
  expect(scans).toEqual([{ text: LABEL_ID }]);
  expect(takenBack).toBe(7);
});

test('a hiccup of the computer in the middle tears no scan apart', () => {
  const keys = presses(LABEL_ID, 4).map((key, at) => (at > 12 ? { ...key, at: key.at + 100 } : key));
  expect(type(keys).scans).toEqual([{ text: LABEL_ID }]);
});

test('a scan that starts slowly, because the computer is busy, is still whole', () => {
  const keys = presses(LABEL_ID, 4).map((key, at) => ({ ...key, at: key.at + 90 * Math.min(at, 3) }));
  const { scans, takenBack, kept } = type(keys);
  expect(scans).toEqual([{ text: LABEL_ID }]);
  expect(takenBack + kept).toBe(LABEL_ID.length + 1);
});

test('two scans in a row stay two', () => {
  const first = presses(LABEL_ID, 4);
  const second = presses('HL-0302', 5, 'Enter', first.at(-1)!.at + 300);
  expect(type([...first, ...second]).scans).toEqual([{ text: LABEL_ID }, { text: 'HL-0302' }]);
});

function afterSilence(keys: readonly KeyPress[]): ReturnType<typeof pause> {
  let state = QUIET;
  for (const key of keys) ({ state } = pressKey(state, key));
  return pause(state, isWholeLabel);
}

test('a scanner that sends no end is understood by silence when the label is whole', () => {
  expect(afterSilence(presses(LABEL_ID, 4, '')).scan).toEqual({ text: LABEL_ID });
  expect(SCAN_PAUSE).toBe(120);
});

test('fast keys that are no label are given back', () => {
  const { scan, giveBack } = afterSilence(presses('pasted-by-a-macro', 4, ''));
  expect(scan).toBeUndefined();
  expect(giveBack).toBe('pasted-by-a-macro');
});

test('one key with silence after it is a choice; the first digit of a scan is none', () => {
  expect(afterSilence(presses('3', 5, '')).lone).toBe('3');
  expect(afterSilence(presses(LABEL_ID, 4, '')).lone).toBeUndefined();
  expect(afterSilence(presses('12', 80, '')).lone).toBeUndefined();
});
