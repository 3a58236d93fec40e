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
import { utf8 } from '#shared/bytes.ts';
import type { TrailTables } from '#main/audit/index.ts';
import { readStoredValues, visitSqliteStorage } from '#main/storage/index.ts';
import { FILES } from '#main/config.ts';
import { type DemoGroup, type DemoRole, startDemoGroup } from '../demo/group.ts';
import { attachFile } from '../demo/sample-files.ts';
import { useTariff } from './breakdowns.ts';
import { findShared, identifiersIn, readCommon } from './common-identifiers.ts';
import { proveComparison } from './common-proof.ts';
import { openExaminer } from './examine.ts';
import { type Kind, type MarkBook, openMarkBook } from './marks.ts';
import { makeMarkedOrders, type MarkedRoutes } from './orders.ts';
import { partyFolder } from './places.ts';
import { takeListsOut } from './office-plays.ts';
import { LINKED_PLAYS, MOST_ORDERS, PLAYS } from './plays.ts';
import { recordDesks, recordProcesses, rolesOf, untilSent } from './recorders.ts';
import { describeReport, type LeakReport } from './report.ts';
import { PARTY_PLACES, type PartyName } from './rules.ts';
import { indexMarks } from './search.ts';
import { isProved, joinProofs, proveSearch } from './self-proof.ts';
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
  const passphrase = book.latin('passphrase');
  const group = await startDemoGroup(home, {
    ports: 'free',
    capture: true,
    catalogue: orders.catalogue,
    customers: orders.holders.customers,
    passphrase,
    agency: 'reseal',
    wrapper: true,
    keyCentre: true,
  });
  try {
    await useTariff(group, orders.tariff);
    await useRoutes(group, orders.routes);
    for (const [sku, file] of orders.files) await attachFile(group.parties.mall.desk, sku, file);
    await forgetSetting(group);
    const stage = { group: recordDesks(group), book, orders, passphrase };
    // Whatever both know after orders that went through one of them alone is no identifier of an order.
    const [linked, apart] = [
      plays.filter((play) => play in LINKED_PLAYS),
      plays.filter((play) => !(play in LINKED_PLAYS)),
    ];
    for (const play of apart) await PLAYS[play]!(stage);
    const common = [...(await readCommon(home)).keys(), ...centreOf(group)];
    for (const play of linked) await PLAYS[play]!(stage);
    for (const role of rolesOf(group)) await untilSent(group, role);
    learnReferences(group, book);
    await recordProcesses(group);
    await options.beforeSearch?.(group, book);
    await takeListsOut(stage);

    const parties = (Object.keys(PARTY_PLACES) as PartyName[]).filter((party) => existsSync(partyFolder(home, party)));
    const examine = openExaminer(indexMarks(book.marks));
    const running = await surveyParties(home, parties, examine);
    await group.stop();
    const survey = joinSurveys(running, await surveyParties(home, parties, examine));
    const shared = await findShared(home, common);
    const proof = options.withoutProof
      ? await proveSearch(home, [])
      : joinProofs(await proveSearch(home, parties), await proveComparison(home));
    const blind = blindSpots(survey);
    return {
      passed: survey.findings.length === 0 && shared.length === 0 && blind.length === 0 && isProved(proof),
      plays,
      marks: book.marks.length,
      searched: survey.searched,
      findings: survey.findings,
      shared,
      blind,
      proof,
    };
  } finally {
    await group.stop();
  }
}

/** What the office did to the catalogue names products in the trail; of work on orders no line of it may. */
async function forgetSetting({ parties }: DemoGroup): Promise<void> {
  const storage = visitSqliteStorage<TrailTables>(join(parties.mall.folder, FILES.database));
  await storage.write((db) => db.deleteFrom('trail').where('action', '=', 'goods.file-added').execute());
  await storage.close();
}

/** In place of the sample's. What a counter is called is for everybody to read; its code is not. */
async function useRoutes({ parties }: DemoGroup, { codes, csv }: MarkedRoutes): Promise<void> {
  const { desk } = parties.carrier;
  for (const code of codes) await desk.ask('depots.save', { code, name: 'depot', address: '' });
  const { refused } = await desk.ask('routes.import', { csv });
  if (refused.length > 0) throw new Error('the marked routes can’t stand');
}

/** The key centre's own name: all that deal with it have it in common, whatever they order. */
function centreOf({ keys }: DemoGroup): string[] {
  return keys ? [...identifiersIn(utf8(keys.keys.keys[0]!.centre))] : [];
}

/** Where a party wrote down a reference of its own that nobody else may have. */
const REFERENCES: readonly { role: DemoRole; kind: Kind; columns: readonly string[] }[] = [
  { role: 'mall', kind: 'order', columns: ['purchase.order_id', 'settlement.order_id', 'customer_order.id'] },
  { role: 'credit', kind: 'reference', columns: ['customer.id', 'card.id'] },
];

function learnReferences(group: DemoGroup, book: MarkBook): void {
  for (const { role, kind, columns } of REFERENCES) {
    const found = new Set<string>();
    for (const { table, column, bytes } of readStoredValues(join(group.parties[role]!.folder, FILES.database))) {
      if (columns.includes(`${table}.${column}`)) found.add(Buffer.from(bytes).toString('utf8'));
    }
    for (const reference of found) book.learn(kind, reference);
  }
}
