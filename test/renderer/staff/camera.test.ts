import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openSeen } from '#renderer/staff/scanner/camera.ts';
import { fakeShippingNumbers, mainCodeOf } from '#test/fakes/fake-carrier.ts';

const number = fakeShippingNumbers()[0]!;
const id = `${number}010101`;
const main = mainCodeOf(number);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function look(): {
  seen: ReturnType<typeof openSeen>;
  codes: string[];
  picture(text?: string, mayGrow?: boolean): void;
} {
  const codes: string[] = [];
  const seen = openSeen(
    (text) => codes.push(text),
    () => Date.now(),
  );
  return {
    seen,
    codes,
    picture(text, mayGrow = false) {
      seen.begin();
      vi.advanceTimersByTime(40);
      seen.see(text, mayGrow);
    },
  };
}

test('a label that stays before the camera is one scan, and another when it comes again', () => {
  const { codes, picture } = look();
  for (let times = 0; times < 50; times++) picture(main);
  picture();
  picture(main);
  expect(codes).toEqual([main]);
  for (let times = 0; times < 20; times++) picture();
  picture(main);
  expect(codes).toEqual([main, main]);
});

test('a stalled computer makes no second scan out of one label', () => {
  const { codes, picture } = look();
  picture(main);
  vi.advanceTimersByTime(5000);
  picture(main);
  expect(codes).toEqual([main]);
});

test('bars wait a little for the code beside them, and are taken when none comes', () => {
  const beside = look();
  beside.picture(id, true);
  beside.picture(main);
  vi.advanceTimersByTime(1000);
  expect(beside.codes).toEqual([main]);
  const alone = look();
  alone.picture(id, true);
  alone.picture(id, true);
  expect(alone.codes).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(alone.codes).toEqual([id]);
  alone.picture(main);
  expect(alone.codes).toEqual([id]);
});

test('the next label needs no pause', () => {
  const { codes, picture } = look();
  const other = mainCodeOf(fakeShippingNumbers()[1]!);
  picture(main);
  picture(other);
  expect(codes).toEqual([main, other]);
});

test('the next piece of one parcel is another scan, without a look aside', () => {
  const { codes, picture } = look();
  const pieces = [`${number}010301`, `${number}020301`, `${number}030301`];
  for (const piece of pieces) for (let times = 0; times < 5; times++) picture(piece);
  expect(codes).toEqual(pieces);
});
