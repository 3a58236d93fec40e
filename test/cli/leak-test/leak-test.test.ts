import { expect, test } from 'vitest';
import { testForLeaks } from '#main/cli/leak-test/leak-test.ts';
import { LONG_PLAYS, PLAYS } from '#main/cli/leak-test/plays.ts';
import { aFolder } from '../../builders/a-folder.ts';

// All of them: `npm run soak`.
test('no party keeps what it must not know, and the search would have found it', { timeout: 300_000 }, async () => {
  const plays = Object.keys(PLAYS).filter((play) => !LONG_PLAYS.includes(play));
  const report = await testForLeaks(aFolder(), { plays });
  expect(report.findings).toEqual([]);
  expect(report.shared).toEqual([]);
  expect(report.blind).toEqual([]);
  expect(report.proof.missed).toEqual([]);
  expect(report.passed).toBe(true);
  expect(report.marks).toBeGreaterThan(250);
});
