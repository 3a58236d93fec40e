/** How many tests passed, failed and were skipped, read from the JSON reports of vitest and playwright. */

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0 };

export function addCounts(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** A file that breaks before its first test fails without a test: then the files that failed are counted. */
export function countsOfVitest(report: unknown): Counts {
  const failed = numberIn(report, 'numFailedTests') || numberIn(report, 'numFailedTestSuites');
  return {
    passed: numberIn(report, 'numPassedTests'),
    failed,
    skipped: numberIn(report, 'numPendingTests') + numberIn(report, 'numTodoTests'),
  };
}

/** A file whose worker broke: it failed, and no test of it did. */
export interface BrokenFile {
  readonly name: string;
  /** Tests of it that had passed by then. */
  readonly passed: number;
  /** Tests of it that have no result, or were to be left out. */
  readonly skipped: number;
}

export function brokenFiles(report: unknown): BrokenFile[] {
  const results = member(report, 'testResults');
  return (Array.isArray(results) ? results : []).flatMap((result: unknown) => {
    const tests = member(result, 'assertionResults');
    const states = (Array.isArray(tests) ? tests : []).map((each: unknown) => member(each, 'status'));
    if (member(result, 'status') !== 'failed' || states.includes('failed')) return [];
    const passed = states.filter((state) => state === 'passed').length;
    return [{ name: String(member(result, 'name')), passed, skipped: states.length - passed }];
  });
}

/** A test that passed at a second try has passed; an error outside every test counts as one. */
export function countsOfPlaywright(report: unknown): Counts {
  const stats = member(report, 'stats');
  const errors = member(report, 'errors');
  return {
    passed: numberIn(stats, 'expected') + numberIn(stats, 'flaky'),
    failed: numberIn(stats, 'unexpected') || (Array.isArray(errors) ? errors.length : 0),
    skipped: numberIn(stats, 'skipped'),
  };
}

export function countsLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function numberIn(value: unknown, name: string): number {
  const number = member(value, name);
  return typeof number === 'number' ? number : 0;
}
