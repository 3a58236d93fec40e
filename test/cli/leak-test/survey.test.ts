import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { type Mark, openMarkBook } from '#main/cli/leak-test/marks.ts';
import { describeReport } from '#main/cli/leak-test/report.ts';
import { blindSpots, type Finding, joinSurveys, type Survey, surveyParties } from '#main/cli/leak-test/survey.ts';
import { PARTY_PLACES, type PartyName } from '#main/cli/leak-test/rules.ts';
import { recordDeed, type TrailTables } from '#main/audit/index.ts';
import { finishDocument, openDocument } from '#main/printing/document.ts';
import type { StationStoreTables } from '#main/roles/carrier/station/station-store-tables.ts';
import { type SettingTables, visitSqliteStorage, writeSetting } from '#main/storage/index.ts';
import { aMark, examinerOf } from './a-mark.ts';
import { aSearchedGroup } from './a-searched-group.ts';

let group: string;
beforeEach(async () => {
  group = await aSearchedGroup();
});

const NAME = aMark();
const PRODUCT = aMark('ヂろプりヅはゼまギえダむ', { kind: 'product' });

function survey(...marks: readonly Mark[]): Promise<Survey> {
  return surveyParties(group, Object.keys(PARTY_PLACES) as PartyName[], examinerOf(...marks));
}

const where = ({ party, place, kind, name }: Finding): string => `${kind}: ${party} ${place} ${name}`;

async function store(party: string, value: unknown): Promise<void> {
  const storage = visitSqliteStorage<SettingTables>(join(group, party, 'tokumei.db'));
  await storage.write((db) => writeSetting(db, 'planted', value));
  await storage.close();
}

test('what is nowhere is not found', async () => {
  const { findings, searched } = await survey(NAME, PRODUCT);
  expect(findings).toEqual([]);
  expect(searched.find(({ party, place }) => party === 'mall' && place === 'database')!.bytes).toBeGreaterThan(8192);
});

test('a product name belongs to the mall and to no log, a name to nobody at rest', async () => {
  await store('mall', PRODUCT.text);
  await store('carrier', NAME.text);
  mkdirSync(join(group, 'mall/logs'));
  appendFileSync(join(group, 'mall/logs/tokumei.log'), `{"room":"${PRODUCT.text}"}\n`);
  appendFileSync(join(group, 'carrier-output.log'), PRODUCT.text);
  const { findings, seen } = await survey(NAME, PRODUCT);
  expect(findings.map(where).sort()).toEqual([
    'name: carrier database setting.value',
    'name: carrier database tokumei.db',
    'product: carrier output output',
    'product: mall logs logs/tokumei.log',
  ]);
  expect([...seen]).toEqual(['product mall database']);
});

test('a product is named in the catalogue’s tables; in any other it is found', async () => {
  await store('mall', PRODUCT.text);
  const storage = visitSqliteStorage<TrailTables>(join(group, 'mall/tokumei.db'));
  await storage.write((db) =>
    recordDeed(db, { at: new Date(), who: '-', action: 'order.set-aside', subject: '-', detail: PRODUCT.text }),
  );
  await storage.close();
  const { findings, seen } = await survey(PRODUCT);
  expect(findings.map(where)).toEqual(['product: mall orders trail.detail']);
  expect([...seen]).toEqual(['product mall database']);
});

test('what lay at a station that was cut off is searched, its write-ahead log too', async () => {
  const file = join(group, 'van-cut-off/station.db');
  const storage = visitSqliteStorage<StationStoreTables>(file);
  await storage.write((db) =>
    db
      .insertInto('station_note')
      .values({ name: 'note', content: Buffer.from(NAME.text) })
      .execute(),
  );
  const { findings } = await survey(NAME);
  await storage.close();
  expect(new Set(findings.map(where))).toEqual(
    new Set(['name: van cut-off station_note.content', 'name: van cut-off station.db-wal']),
  );
});

test('papers in the folder of a printer are searched as they are drawn', async () => {
  mkdirSync(join(group, 'mall-printed'));
  const document = openDocument('2026-01-01');
  const pdf = await finishDocument(document, () => {
    document.addPage().font('regular').text(NAME.text);
  });
  writeFileSync(join(group, 'mall-printed/label.pdf'), pdf);
  const { findings } = await survey(NAME);
  expect(findings.map((each) => [where(each), each.through])).toEqual([
    ['name: mall printed label.pdf', ['drawn text']],
  ]);
});

test('a value is read as it was stored, where the file breaks it over several pages', async () => {
  const book = openMarkBook();
  const texts = Array.from({ length: 400 }, () => book.japanese('name'));
  await store('carrier', texts.join(''));
  // Found only where it stands whole.
  const { findings } = await survey(...book.marks.map((mark) => ({ ...mark, cores: [mark.text] })));
  const count = (name: string): number => findings.find((finding) => finding.name === name)!.marks;
  expect(count('setting.value')).toBe(400);
  expect(count('tokumei.db')).toBeLessThan(400);
});

test('a name of a file counts, and is not repeated', async () => {
  renameSync(join(group, 'mall/party.json'), join(group, `mall/${NAME.text}.json`));
  writeFileSync(join(group, `mall/${NAME.text}.json`), `{"name":"${NAME.text}"}`);
  const { findings } = await survey(NAME);
  expect(findings.map(where)).toEqual([
    'name: mall folder the name of a file',
    'name: mall folder a file whose name holds a mark',
  ]);
});

test('what does not show where it must makes the test blind there', async () => {
  await store('mall', PRODUCT.text);
  const blind = blindSpots(await survey(PRODUCT));
  expect(blind).toContainEqual({ kind: 'product', party: 'mall', place: 'slips' });
  expect(blind).not.toContainEqual({ kind: 'product', party: 'mall', place: 'database' });
});

test('two looks add up, and tell the same finding once', async () => {
  await store('carrier', NAME.text);
  const first = await survey(NAME);
  await store('carrier', [NAME.text, PRODUCT.text]);
  const both = joinSurveys(first, await survey(NAME, PRODUCT));
  expect(both.findings.map(where).sort()).toEqual([
    'name: carrier database setting.value',
    'name: carrier database tokumei.db',
    'product: carrier database setting.value',
    'product: carrier database tokumei.db',
  ]);
});

test('the report names places and counts, and never a mark', async () => {
  await store('carrier', [NAME.text, NAME.text]);
  const { searched, findings, seen } = await survey(NAME);
  const shared = [{ places: { credit: 'settlement.jti', carrier: 'arrival.jti' }, identifiers: 3 }];
  const proof = { planted: 2, caught: 1, missed: ['mall, logs: hex utf-8'], strange: 0 };
  const blind = blindSpots({ searched, findings, seen });
  const text = describeReport({ passed: false, plays: ['a play'], marks: 1, searched, findings, shared, blind, proof });
  expect(text).toMatch(/the addressee's name: carrier, database, setting\.value, byte \d+, as utf-8$/m);
  expect(text).toContain('mall, logs: hex utf-8');
  expect(text).toContain('settlement.jti and arrival.jti: 3');
  const places = Object.values(PARTY_PLACES).flat().length;
  expect(text.split('\n').at(-1)).toBe(`leak test: ${places} places, 1 marks, 3 findings; self-proof 1 of 2 caught`);
  for (const core of NAME.cores) expect(text).not.toContain(core);
});
