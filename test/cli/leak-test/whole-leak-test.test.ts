/** Every play, as the command line runs them. */
import { expect, test } from 'vitest';
import { runLeakTest } from '#main/cli/leak-test/leak-test.ts';
import { PLAYS } from '#main/cli/leak-test/plays.ts';
import type { LeakReport } from '#main/cli/leak-test/report.ts';
import { runCommand } from '../a-command.ts';

test('every flow, and nothing that leaks', { timeout: 600_000 }, async () => {
  const { code, out } = await runCommand(runLeakTest, ['--json'], {});
  const report = JSON.parse(out) as LeakReport;
  expect(report).toMatchObject({ findings: [], shared: [], blind: [], plays: Object.keys(PLAYS), passed: true });
  expect(code).toBe(0);
});
