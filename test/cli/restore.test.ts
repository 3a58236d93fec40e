/** `restore --paper`: what stands on the recovery sheet, typed at a terminal, is enough. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { runBackup } from '#main/cli/backup.ts';
import { runRestore } from '#main/cli/restore.ts';
import { FILES, partyConfigSchema, readConfig, writeConfig } from '#main/config.ts';
import { COMMON_MIGRATIONS } from '#main/role.ts';
import { openSqliteStorage } from '#main/storage/index.ts';
import { createVault, drawPaperKey, openVault } from '#main/vault/index.ts';
import { aFolder } from '../builders/a-folder.ts';
import { CHEAP, PASSPHRASE } from '../builders/a-party.ts';
import { runCommand } from './a-command.ts';

test('a backup comes back by the groups of the sheet as they are typed, and by no other sheet', async () => {
  const paper = drawPaperKey();
  const dir = join(aFolder(), 'mall');
  expectOk(await createVault(dir, PASSPHRASE, { scrypt: CHEAP }));
  const at = (port: number) => ({ url: `https://mall.example:${port}`, listen: { host: '127.0.0.1', port } });
  const made = { id: 'mall.example', role: 'mall', name: '見本', public: at(1), partner: at(2), desk: { port: 3 } };
  await writeConfig(dir, partyConfigSchema.parse({ ...made, recovery: paper.publicKey }));
  await (await openSqliteStorage(join(dir, FILES.database), COMMON_MIGRATIONS)).close();
  const out = join(aFolder(), 'backup');
  expect((await runCommand(runBackup, ['--dir', dir, '--out', out], {})).code).toBe(0);

  const empty = join(aFolder(), 'new');
  const byPaper = (typed: string) =>
    runCommand(runRestore, ['--file', out, '--dir', empty, '--paper'], { TOKUMEI_RECOVERY_KEY: typed });
  const slip = `${paper.text.slice(0, -1)}${paper.text.endsWith('7') ? '8' : '7'}`;
  expect(await byPaper(slip)).toMatchObject({ code: 1, err: 'field-invalid (recovery-key)' });
  expect((await byPaper(drawPaperKey().text)).err).toMatch(/^recovery-key-wrong/);
  const both = ['--file', out, '--dir', empty, '--paper', '--key', out];
  expect((await runCommand(runRestore, both, {})).code).toBe(2);

  expect((await byPaper(paper.text.toLowerCase())).code).toBe(0);
  expect((await readConfig(empty)).id).toBe('mall.example');
  expectOk(await openVault(empty, PASSPHRASE));
});
