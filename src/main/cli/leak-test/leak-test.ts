/**
 * The leak test: plays marked orders through a group of its own and searches all that every party kept, wrote, sent
 * and showed for a mark where it does not belong; then it proves that it would have found one. Called by the command
 * line. It must never print a mark: whoever reads the report must not learn what leaked.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readStoredValues } from '#main/storage/index.ts';
import { FILES } from '#main/config.ts';
import { type DemoGroup, startDemoGroup } from '../demo/group.ts';
import { until } from '../demo/play-order.ts';
import { useTariff } from './breakdowns.ts';
import { openExaminer } from './examine.ts';
import { type MarkBook, openMarkBook } from './marks.ts';
import { makeMarkedOrders } from './orders.ts';
import { partyFolder } from './places.ts';
import { MOST_ORDERS, PLAYS } from './plays.ts';
import { recordDesks, recordProcesses, rolesOf } from './recorders.ts';
import { describeReport, type LeakReport } from './report.ts';
import { PARTY_PLACES, type PartyName } from './rules.ts';
import { indexMarks } from './search.ts';
import { isProved, proveSearch } from './self-proof.ts';
import { blindSpots, joinSurveys, surveyParties } from './survey.ts';

export async function runLeakTest(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false }, keep: { type: 'boolean', default: false } },
  });
  const folder = await mkdtemp(join(tmpdir(), 'tokumei-leak-test-'));
  try {
    const report = await testForLeaks(folder);
    console.log(values.json ? JSON.stringify(report) : describeReport(report));
    return report.passed ? 0 : 1;
  } finally {
    if (values.keep) console.error(`Kept, marks and all: ${folder}`);
    else await rm(folder, { recursive: true, force: true });
  }
}

export interface LeakTestOptions {
  /** The names of some plays; all when left out. */
  readonly plays?: readonly string[];
  /** Then nothing passes: for tests that are about findings. */
  readonly withoutProof?: boolean;
  /** Called while the group runs, after the last play: for tests that let a party leak. */
  readonly beforeSearch?: (group: DemoGroup, book: MarkBook) => Promise<void>;
}

/** @param folder empty; the group and its evidence stay in it */
export async function testForLeaks(folder: string, options: LeakTestOptions = {}): Promise<LeakReport> {
  const home = join(folder, 'group');
  const plays = options.plays ?? Object.keys(PLAYS);
  const book = openMarkBook();
  const orders = makeMarkedOrders(book, MOST_ORDERS);
  const group = await startDemoGroup(home, {
    ports: 'free',
    capture: true,
    catalogue: orders.catalogue,
    passphrase: book.latin('passphrase'),
  });
  const parties = (Object.keys(PARTY_PLACES) as PartyName[]).filter((party) => existsSync(partyFolder(home, party)));
  try {
    await useTariff(group, orders.tariff);
    const stage = { group: recordDesks(group), book, orders };
    for (const play of plays) await PLAYS[play]!(stage);
    await untilQuiet(group);
    learnOrderIds(group, book);
    await recordProcesses(group);
    await options.beforeSearch?.(group, book);

    const examine = openExaminer(indexMarks(book.marks));
    const running = await surveyParties(home, parties, examine);
    await group.stop();
    const survey = joinSurveys(running, await surveyParties(home, parties, examine));
    const proof = await proveSearch(home, options.withoutProof ? [] : parties);
    const blind = blindSpots(survey);
    return {
      passed: survey.findings.length === 0 && blind.length === 0 && isProved(proof),
      plays,
      marks: book.marks.length,
      searched: survey.searched,
      findings: survey.findings,
      blind,
      proof,
    };
  } finally {
    await group.stop();
  }
}

/** Nothing waits in any post: what would be sent has been sent. */
async function untilQuiet(group: DemoGroup): Promise<void> {
  for (const role of rolesOf(group)) {
    await until('the post is empty', async () => {
      const waiting = await group.parties[role].desk.ask('post.waiting', {});
      return waiting.length === 0 ? true : undefined;
    });
  }
}

function learnOrderIds(group: DemoGroup, book: MarkBook): void {
  for (const { table, column, bytes } of readStoredValues(join(group.parties.mall.folder, FILES.database))) {
    if (table === 'purchase' && column === 'order_id') book.learn('order', Buffer.from(bytes).toString('utf8'));
  }
}
