/** A party that leaks; that the search finds what is planted is shown in `self-proof.test.ts` at every run. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordDeed, type TrailTables } from '#main/audit/index.ts';
import { testForLeaks } from '#main/cli/leak-test/leak-test.ts';
import type { Mark } from '#main/cli/leak-test/marks.ts';
import { describeReport } from '#main/cli/leak-test/report.ts';
import { type SettingTables, visitSqliteStorage, writeSetting } from '#main/storage/index.ts';
import { aFolder } from '../../builders/a-folder.ts';

test('a party that leaks is caught, and its marks are not repeated', { timeout: 180_000 }, async () => {
  let marks: readonly Mark[] = [];
  const report = await testForLeaks(aFolder(), {
    plays: ['cash on delivery, sealed in the browser'],
    withoutProof: true,
    beforeSearch: async (group, book) => {
      ({ marks } = book);
      const text = (kind: string): string => marks.find((mark) => mark.kind === kind)!.text;
      const log = join(group.parties.mall.folder, 'logs/tokumei.log');
      appendFileSync(log, `{"room":"public","body":"${Buffer.from(`name=${text('name')}`).toString('base64')}"}\n`);
      // As an agency that writes down what it opens would.
      const agency = join(group.parties.agency!.folder, 'logs');
      mkdirSync(agency, { recursive: true });
      appendFileSync(join(agency, 'tokumei.log'), JSON.stringify({ card: text('card'), limit: 1 }));
      appendFileSync(`${group.parties.wrapper!.folder}-output.log`, text('product'));
      // As a first run that writes down what is entered would.
      mkdirSync(join(group.folder, 'newcomer.setup'));
      appendFileSync(join(group.folder, 'newcomer.setup/draft.json'), text('passphrase'));
      const storage = visitSqliteStorage<SettingTables & TrailTables>(join(group.parties.carrier.folder, 'tokumei.db'));
      await storage.write((db) => writeSetting(db, 'last', { bought: text('product') }));
      // A list that shows it, and a file of that list.
      const deed = {
        at: new Date(),
        who: 'mori',
        action: 'label.viewed',
        subject: '-',
        detail: text('product'),
      } as const;
      await storage.write((db) => recordDeed(db, deed));
      await storage.close();
    },
  });
  expect(report.passed).toBe(false);
  const where = new Set(report.findings.map(({ kind, party, place }) => `${kind} ${party} ${place}`));
  expect([...where].sort()).toEqual([
    'card agency logs',
    'name mall logs',
    'passphrase newcomer folder',
    'product carrier database',
    'product carrier desk',
    'product carrier exports',
    'product carrier wal',
    'product wrapper output',
  ]);
  const text = describeReport(report) + JSON.stringify(report);
  expect(marks.flatMap(({ cores }) => cores).filter((core) => text.includes(core))).toEqual([]);
});
