import { expect, test } from 'vitest';
import { addCounts, brokenFiles, countsLine, countsOfPlaywright, countsOfVitest, NOTHING } from './counts.ts';

test('both reports add up', () => {
  const unit = countsOfVitest({ numPassedTests: 40, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 });
  const browser = countsOfPlaywright({ stats: { expected: 8, flaky: 1, unexpected: 2, skipped: 0 }, errors: [] });
  expect(addCounts(unit, browser)).toEqual({ passed: 49, failed: 3, skipped: 3 });
});

test('a file that breaks before its first test is a failure', () => {
  expect(countsOfVitest({ numPassedTests: 3, numFailedTests: 0, numFailedTestSuites: 1 }).failed).toBe(1);
  expect(countsOfPlaywright({ stats: { expected: 0, unexpected: 0 }, errors: [{}] }).failed).toBe(1);
});

test('no report is nothing', () => {
  expect(countsOfVitest(undefined)).toEqual(NOTHING);
  expect(countsOfPlaywright(undefined)).toEqual(NOTHING);
});

test('the line is the one that is read by machines', () => {
  expect(countsLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
  expect(countsLine({ passed: 12, failed: 1, skipped: 3 })).toBe('12 passed, 1 failed, 3 skipped');
});

test('a file whose worker broke failed without a test that did', () => {
  const file = (name: string, status: string, states: readonly string[]) => ({
    name,
    status,
    assertionResults: states.map((state) => ({ status: state })),
  });
  const testResults = [
    file('a', 'passed', ['passed', 'skipped']),
    file('b', 'failed', ['passed', 'failed']),
    file('c', 'failed', ['passed', 'skipped', 'pending', 'pending']),
  ];
  expect(brokenFiles({ testResults })).toEqual([{ name: 'c', passed: 1, skipped: 3 }]);
  expect(brokenFiles(undefined)).toEqual([]);
});
