/** The rest of the first run in a real browser: certificates of others, printers, the other roles – and nobody kept out. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { DESK_TEXTS, type Language } from '#shared/locale/desk.ts';
import type { Role } from '#shared/protocol/party.ts';
import { expectOk } from '#shared/result.ts';
import { readCodes } from '#main/labels/index.ts';
import { readConfig } from '#main/config.ts';
import { type Authority, createAuthority, createVault } from '#main/vault/index.ts';
import { findBarriers, findBarriersInAll } from './pages/accessible.ts';
import { FirstRunPerson, type StartedProgram, startProgram } from './pages/setup.ts';

const PASSPHRASE = 'plum-violet river 29 gates';
const PIN = '7305';
const SCRYPT = { N: 2 ** 12, r: 8, p: 1 };
/** As the wizard counts them. */
const KEYS = { mall: '1', carrier: '2', credit: '3', agency: '4', wrapper: '5' } as const satisfies Record<
  Role,
  string
>;

let folder: string;
let program: StartedProgram | undefined;
let found: Record<string, string[]>;

test.use({ locale: 'ja-JP', colorScheme: 'light', viewport: { width: 1366, height: 768 } });
test.beforeEach(async ({ page }) => {
  test.setTimeout(180_000);
  folder = mkdtempSync(join(tmpdir(), 'tokumei-first-run-ways-'));
  found = {};
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.addInitScript(() => (window.print = () => undefined));
});
test.afterEach(async () => {
  await program?.stop();
  program = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const party = (): string => join(folder, 'party');
const words = (language: Language = 'ja') => DESK_TEXTS[language].setup;

async function begin(page: Page, name: string): Promise<FirstRunPerson> {
  program = await startProgram(['start', '--dir', party()]);
  // As in a new window: a link that differs behind `#` alone loads nothing.
  await page.goto('about:blank');
  await page.goto(program.link);
  return new FirstRunPerson(page, `first-run-ways-${name}`);
}

/** Every appearance in Japanese, and what English says. */
async function look(page: Page, where: string): Promise<void> {
  const ja = await findBarriersInAll(page);
  await page.getByRole('radio', { name: 'English' }).click();
  const en = await findBarriers(page);
  await page.getByRole('radio', { name: '日本語' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  const barriers = [...ja, ...en.map((barrier) => `en: ${barrier}`)];
  if (barriers.length > 0) found[where] = barriers;
}

async function describe(person: FirstRunPerson, role: Role, id: string): Promise<void> {
  await person.at(words().begin.title);
  await person.key(KEYS[role]);
  await person.at(words().company.title);
  await person.fill(words().company.name, '見本商会');
  await person.fill(words().company.id, id);
}

async function toCertificates(person: FirstRunPerson): Promise<void> {
  await person.at(words().passphrase.title);
  await choosePassphrase(person);
  await person.at(words().recovery.title);
  const download = person.page.waitForEvent('download');
  await person.press(words().recovery.save);
  await download;
  await person.press(words().recovery.kept);
  await person.at(words().certificates.title);
}

/** No person types and presses Enter in the same instant. */
async function choosePassphrase(person: FirstRunPerson): Promise<void> {
  await person.fill(words().passphrase.field, PASSPHRASE);
  await expect(person.page.getByRole('button', { name: words().next })).toBeEnabled();
  await person.key('Enter');
}

async function toFirstLabel(person: FirstRunPerson): Promise<Locator> {
  await person.at(words().account.title);
  await person.fill(words().account.name, '港 花');
  await person.fill(words().account.secret, PIN);
  await person.key('Enter');
  await person.at(words().label.title);
  const picture = person.page.getByRole('img', { name: words().label.picture });
  await expect(picture).toBeVisible({ timeout: 20_000 });
  return picture;
}

async function toDesk(page: Page): Promise<void> {
  await page.getByRole('button', { name: words().label.finish }).click();
  await expect(page).toHaveURL(/index\.html$/);
  await page.locator('input[type=password]').fill(PIN);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation')).toBeVisible();
}

async function chooseFiles(page: Page, field: string, ...files: readonly string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('group', { name: field }).getByRole('button').click();
  await (await chooser).setFiles([...files]);
}

const elsewhere = async (): Promise<Authority> => {
  const place = join(folder, 'authority');
  mkdirSync(place);
  return expectOk(await createAuthority(place, 'elsewhere', { name: 'Elsewhere', scrypt: SCRYPT }));
};

test(
  'keys of another program, a wrong password first, and a label out of two printers; every step for everybody',
  { tag: '@soak' },
  async ({ page }) => {
    const authority = await elsewhere();
    const vault = expectOk(await createVault(join(folder, 'old'), 'x', { scrypt: SCRYPT }));
    await vault.newTlsKey('public');
    const request = expectOk(await vault.certificateRequest('public', ['mall.localhost']));
    const { chainPem } = expectOk(await authority.issue(request, { hosts: ['mall.localhost'], days: 10 }));
    expectOk(await vault.installCertificate('public', chainPem));
    const file = join(folder, 'mall.p12');
    writeFileSync(file, expectOk(await vault.exportPkcs12('public', 'open sesame')));

    const person = await begin(page, 'import');
    await person.at(words().begin.title);
    await look(page, 'begin');
    await describe(person, 'mall', 'mall.localhost');
    await page.getByRole('button', { name: words().company.changePorts }).click();
    await look(page, 'company');
    await person.field(words().company.name).press('Enter');
    await person.at(words().passphrase.title);
    await person.fill(words().passphrase.field, 'password12');
    await look(page, 'passphrase');
    await choosePassphrase(person);
    await person.at(words().recovery.title);
    await expect(page.getByRole('img', { name: words().recovery.preview })).toBeVisible();
    await look(page, 'recovery');
    const download = page.waitForEvent('download');
    await person.press(words().recovery.save);
    await download;
    await person.press(words().recovery.kept);
    await person.at(words().certificates.title);
    await look(page, 'own authority');
    await page.getByLabel(words().certificates.import).check();
    await chooseFiles(page, words().answer.pkcs12, file);
    await person.fill(words().answer.password, 'open');
    await page.getByLabel(words().answer.noList).check();
    await person.press(words().answer.take);
    await expect(page.getByRole('alert')).toContainText(words().failures.password);
    await person.shot('wrong-password');
    await look(page, 'import');
    await person.fill(words().answer.password, 'open sesame');
    await person.press(words().answer.take);
    await person.at(words().account.title);
    await look(page, 'account');
    await toFirstLabel(person);
    await look(page, 'label');
    await person.shot('label');

    const printed = join(folder, 'printed');
    mkdirSync(printed);
    await addPrinter(page, person, { name: '共有フォルダー', kind: 'folder', place: printed });
    await expect(page.getByText(words().label.cameOut('共有フォルダー'))).toBeVisible();
    await person.shot('printed');
    await look(page, 'printed');
    const [name] = readdirSync(printed).filter((each) => each.endsWith('.pdf'));
    expectOk(await readCodes(new Uint8Array(readFileSync(join(printed, name!)))));
    // Nobody listens there: it says so, and the way on stays open.
    await addPrinter(page, person, { name: '梱包台のプリンター', kind: 'zpl', place: '127.0.0.1', port: '9' });
    await expect(page.getByText(words().label.stuck('梱包台のプリンター'))).toBeVisible();
    await person.shot('stuck');
    expect(found).toEqual({});
    await toDesk(page);
  },
);

async function addPrinter(
  page: Page,
  person: FirstRunPerson,
  { name, kind, place, port }: { name: string; kind: 'folder' | 'zpl'; place: string; port?: string },
): Promise<void> {
  const { printers } = DESK_TEXTS.ja.printing;
  await page.getByRole('button', { name: words().label.addPrinter }).click();
  const dialog = page.getByRole('dialog');
  // A hint is part of a field's name.
  const field = (title: string): Locator => dialog.getByLabel(new RegExp(`^${title}`));
  await field(printers.name).fill(name);
  await field(printers.kind).selectOption(kind);
  await field(kind === 'folder' ? printers.folder : printers.host).fill(place);
  if (port !== undefined) await field(printers.port).fill(port);
  await person.shot(`add-${kind}`);
  if (kind === 'folder') {
    const barriers = await findBarriersInAll(page);
    if (barriers.length > 0) found['add printer'] = barriers;
  }
  await dialog.getByRole('button', { name: printers.save }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: words().label.printTest }).click();
}

test('certificates are asked for, and the answer comes in on another day', { tag: '@soak' }, async ({ page }) => {
  const authority = await elsewhere();
  let person = await begin(page, 'answer');
  await describe(person, 'carrier', 'carrier.localhost');
  await person.key('Enter');
  await toCertificates(person);
  await page.getByLabel(words().certificates.request).check();
  const saved: string[] = [];
  page.on('download', (download) => void download.path().then((path) => saved.push(path)));
  await person.press(words().certificates.begin);
  await person.at(words().answer.title);
  await expect.poll(() => saved.length).toBe(2);
  const files = [];
  for (const [at, path] of saved.entries()) {
    const issued = expectOk(
      await authority.issue(readFileSync(path, 'utf8'), { hosts: ['carrier.localhost'], days: 10 }),
    );
    files.push(join(folder, `${at}.pem`));
    writeFileSync(files.at(-1)!, issued.chainPem);
  }
  const list = join(folder, 'revoked.pem');
  writeFileSync(list, await authority.crl());
  await program!.stop();

  person = await begin(page, 'answer');
  await person.at(words().reopen.title);
  await look(page, 'reopen');
  await person.fill(words().passphrase.field, PASSPHRASE);
  await person.key('Enter');
  await person.at(words().answer.title);
  await look(page, 'answer');
  // One of two: the other door would be without.
  await chooseFiles(page, words().answer.files, files[0]!);
  await chooseFiles(page, words().answer.revoked, list);
  await person.press(words().answer.take);
  await expect(page.getByRole('alert')).toContainText(words().failures.key);
  await person.shot('one-missing');
  await chooseFiles(page, words().answer.files, ...files);
  await person.press(words().answer.take);
  await toFirstLabel(person);
  await person.shot('label');
  await toDesk(page);
  expect((await readConfig(party())).revocations).toBe('required');
  expect(found).toEqual({});
});

for (const role of ['credit', 'agency', 'wrapper'] as const) {
  test(`the ${role}’s own first run goes through to its desk`, { tag: '@soak' }, async ({ page }) => {
    const person = await begin(page, role);
    await describe(person, role, `${role}.localhost`);
    if (role === 'agency') {
      await expect(page.getByRole('button', { name: words().next })).toBeDisabled();
      await person.fill(words().company.settlement, 'credit.example');
    }
    if (role === 'credit') await page.getByLabel(words().company.closed).check();
    await person.shot('company');
    await look(page, role);
    await person.field(words().company.name).press('Enter');
    await toCertificates(person);
    await person.press(words().certificates.make);
    await toFirstLabel(person);
    await person.shot('label');
    await toDesk(page);
    const config = await readConfig(party());
    expect(config).toMatchObject({ role, ...(role === 'agency' && { agency: { settlement: 'credit.example' } }) });
    expect(config.public.listen === undefined).toBe(role === 'credit');
    expect(found).toEqual({});
  });
}
