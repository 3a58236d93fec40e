/**
 * The page that opens electronic goods: finds the key in this browser or takes the buyer's key file, lists what is in
 * the package, and saves it. Nothing is sent: the page's policy allows no connection at all.
 */
import './form/zod-without-eval.ts';
import { formatBytes } from '#shared/domain/byte-size.ts';
import { formatNumber, parseNumber } from '#shared/domain/number.ts';
import { messageOf } from '#shared/locale/customer-failures.ts';
import { CUSTOMER } from '#shared/locale/customer.ts';
import { OPEN, OPEN_FAILURES } from '#shared/locale/open.ts';
import { LOCALES, say, type Text } from '#shared/locale/text.ts';
import type { TarEntry } from '#shared/protocol/tar.ts';
import type { Failure } from '#shared/result.ts';
import { element, pageData, pageLanguage } from './form/page.ts';
import { canSaveToFolder, saveAll, saveFile, type Saving, Stopped } from './form/save-goods.ts';
import { takeChosen, takeDropped } from './form/take-file.ts';
import { type BuyerKeyPair, buyerKeyId, findBuyerKey, readKeyFile } from './seal/buyer-keys.ts';
import { type OpenedPackage, openPackage, PackageDamaged, packageKeyId } from './seal/open-goods.ts';
import { canSeal } from './seal/can-seal.ts';

const language = pageLanguage();
const issuers = pageData<readonly string[]>('issuers');
const form = element('open', HTMLFormElement);
const receipt = element('receipt', HTMLInputElement);
const openNow = element('open-now', HTMLButtonElement);
const filesSection = element('files', HTMLElement);
const list = element('file-list', HTMLUListElement);
const savingBox = element('saving', HTMLDivElement);
const savingText = element('saving-text', HTMLParagraphElement);
const openText = openNow.textContent;

/** What the buyer chose so far. */
let chosen: File | undefined;
let keyId: string | undefined;
let keyPair: BuyerKeyPair | undefined;
/** What is listed. */
let shown: OpenedPackage | undefined;
/** Another file or key was chosen meanwhile: an earlier answer counts for nothing. */
let turn = 0;
let saving = false;
let stopping = false;

const size = (bytes: number): string => formatBytes(bytes, LOCALES[language]);

function showFailure(failure: Failure): void {
  const texts: Readonly<Partial<Record<string, Text>>> = OPEN_FAILURES;
  const text = texts[failure.code]?.[language] ?? messageOf(failure, language);
  element('refusal-text', HTMLParagraphElement).textContent = text;
  element('refusal-code', HTMLParagraphElement).textContent = say(CUSTOMER.code, language, { code: failure.code });
  const box = element('refusal', HTMLDivElement);
  box.hidden = false;
  if (failure.code === 'bad-number') {
    receipt.setAttribute('aria-invalid', 'true');
    receipt.focus();
  } else {
    box.scrollIntoView({ block: 'nearest' });
  }
}

function clearResult(): void {
  element('refusal', HTMLDivElement).hidden = true;
  receipt.removeAttribute('aria-invalid');
  filesSection.hidden = true;
  list.replaceChildren();
  savingText.textContent = '';
}

function showKey(text: Text, ask: boolean): void {
  const state = element('key-state', HTMLParagraphElement);
  state.textContent = text[language];
  state.className = ask ? 'notice look' : keyPair ? 'hint found' : 'hint';
  element('key-ask', HTMLParagraphElement).hidden = !ask;
}

async function chooseFile(file: File): Promise<void> {
  const mine = ++turn;
  clearResult();
  chosen = file;
  keyPair = undefined;
  element('file-name', HTMLElement).textContent = file.name;
  element('file-size', HTMLSpanElement).textContent = size(file.size);
  receipt.value = formatNumber(/(?<!\d)2\d{13}(?!\d)/.exec(file.name)?.[0] ?? '');
  // From now on "open" is the next thing to do.
  element('choose-file', HTMLButtonElement).classList.remove('primary');
  const found = await packageKeyId(file);
  if (mine !== turn) return;
  openNow.disabled = !found.ok;
  keyId = found.ok ? found.value : undefined;
  if (!found.ok) {
    showKey(OPEN.keyHow, false);
    // A length that no envelope has, in a file that is none.
    return showFailure(found.error.code === 'unknown-version' ? { code: 'wrong-kind' } : found.error);
  }
  const kept = await findBuyerKey(found.value);
  if (mine !== turn) return;
  keyPair = kept;
  showKey(kept ? OPEN.keyFound : OPEN.keyMissing, !kept);
  if (!kept) element('choose-key', HTMLButtonElement).focus();
  else if (receipt.value === '') receipt.focus();
  else await openChosen();
}

async function chooseKey(file: File): Promise<void> {
  const mine = ++turn;
  clearResult();
  const read = file.size < 10_000 ? readKeyFile(await file.text()) : undefined;
  const id = read && (await buyerKeyId(read));
  if (mine !== turn) return;
  if (!read) return showFailure({ code: 'field-invalid' });
  if (keyId !== undefined && id !== keyId) return showFailure({ code: 'unknown-key' });
  keyPair = read;
  showKey(OPEN.keyFromFile, false);
  if (receipt.value === '') receipt.focus();
  else await openChosen();
}

async function openChosen(): Promise<void> {
  const mine = ++turn;
  clearResult();
  if (!chosen || keyId === undefined) return;
  if (!keyPair) return showKey(OPEN.keyMissing, true);
  const number = parseNumber(receipt.value, 'receipt');
  if (!number.ok) return showFailure(number.error);
  setBusy(true);
  const opened = await openPackage(chosen, keyPair, { issuers, receipt: number.value }).catch(broken);
  setBusy(false);
  if (mine !== turn) return;
  if (!opened.ok) return showFailure(opened.error);
  showFiles(opened.value);
}

function broken(): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error: { code: 'internal' } };
}

function setBusy(now: boolean): void {
  openNow.disabled = now;
  openNow.textContent = now ? openNow.dataset.busy! : openText;
}

function showFiles(opened: OpenedPackage): void {
  const { files } = opened;
  list.replaceChildren(...files.map((file) => fileLine(opened, file)));
  shown = opened;
  element('save-all', HTMLButtonElement).hidden = files.length < 2 || !canSaveToFolder();
  savingText.textContent = files.length === 0 ? say(OPEN.nothing, language) : countOf(files.length);
  filesSection.hidden = false;
  element('files-title', HTMLHeadingElement).focus();
}

const countOf = (count: number): string =>
  count === 1 ? say(OPEN.filesOne, language) : say(OPEN.filesSome, language, { count });
const allSaved = (count: number): string => say(OPEN.savedAll, language, { count });

function fileLine(opened: OpenedPackage, file: TarEntry): HTMLLIElement {
  const line = document.createElement('li');
  const name = document.createElement('span');
  name.className = 'open-name';
  name.textContent = file.name;
  const bytes = document.createElement('span');
  bytes.className = 'quiet';
  bytes.textContent = size(file.bytes);
  const save = document.createElement('button');
  save.type = 'button';
  save.textContent = say(OPEN.save, language);
  save.setAttribute('aria-label', say(OPEN.saveNamed, language, { name: file.name }));
  const saved = say(OPEN.saved, language, { name: file.name });
  save.addEventListener('click', () => void saveGuarded(() => saveFile(opened, file, savingOf(file)), saved));
  line.append(name, bytes, save);
  return line;
}

function savingOf(file: TarEntry): Saving {
  const bar = element('progress', HTMLProgressElement);
  const show = (done: number): void => {
    bar.value = file.bytes === 0 ? 1 : done / file.bytes;
    const text = say(OPEN.saving, language, { name: file.name, done: size(done), size: size(file.bytes) });
    if (savingText.textContent !== text) savingText.textContent = text;
  };
  show(0);
  return { progress: show, isStopped: () => stopping };
}

/** One file, or all, at a time. */
async function saveGuarded(save: () => Promise<void>, done: string): Promise<void> {
  if (saving) return;
  saving = true;
  stopping = false;
  element('refusal', HTMLDivElement).hidden = true;
  lockButtons(true);
  try {
    await save();
    savingText.textContent = done;
  } catch (error) {
    savingText.textContent = error instanceof Stopped ? say(OPEN.stopped, language) : '';
    if (!(error instanceof Stopped)) showFailure(failureOf(error));
  } finally {
    saving = false;
    lockButtons(false);
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof PackageDamaged) return error.failure;
  return { code: (error as DOMException).name === 'QuotaExceededError' ? 'disk-full' : 'internal' };
}

function lockButtons(now: boolean): void {
  savingBox.hidden = !now;
  for (const button of filesSection.querySelectorAll('button')) {
    if (button.id !== 'stop') button.disabled = now;
  }
}

takeChosen(element('file', HTMLInputElement), element('choose-file', HTMLButtonElement), chooseFile);
takeChosen(element('key-file', HTMLInputElement), element('choose-key', HTMLButtonElement), chooseKey);
takeDropped(element('drop', HTMLDivElement), (file) =>
  file.name.endsWith('.json') ? chooseKey(file) : chooseFile(file),
);
element('save-all', HTMLButtonElement).addEventListener('click', () => {
  const opened = shown;
  if (opened) void saveGuarded(() => saveAll(opened, savingOf), allSaved(opened.files.length));
});
element('stop', HTMLButtonElement).addEventListener('click', () => (stopping = true));
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void openChosen();
});

const can = await canSeal();
form.hidden = false;
if (!can) {
  element('choose-file', HTMLButtonElement).disabled = true;
  showFailure({ code: 'unavailable' });
}
