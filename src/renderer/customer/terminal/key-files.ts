/** The customer's key files on the page: chosen, listed, taken away. They are read here and go nowhere. */
import { TERMINAL } from '#shared/locale/terminal.ts';
import { say } from '#shared/locale/text.ts';
import type { OrderSheet } from '#shared/protocol/order-sheet.ts';
import { fail, type Failure, type Result } from '#shared/result.ts';
import { hasKeyFor, type KeyFile, LARGEST_KEY_FILE, readKeyFile } from '../seal/customer-ends.ts';
import { currentLanguage, make, said, words } from './build-page.ts';

interface Kept {
  readonly name: string;
  readonly file: KeyFile;
}

/** @param changed told the files that count from now on, or what is wrong with the one that was chosen */
export function keyFiles(
  sheet: OrderSheet,
  changed: (files: Result<readonly KeyFile[]>) => void,
): { readonly element: HTMLElement } {
  let kept: readonly Kept[] = [];
  const chooser = make('input', {
    type: 'file',
    id: 'key-file',
    accept: '.json,application/json',
    multiple: true,
    hidden: true,
  });
  const choose = make('button', { type: 'button', id: 'choose-keys' }, said(TERMINAL.chooseKeys));
  const list = make('ul', { class: 'key-list' });

  function use(next: readonly Kept[]): void {
    kept = next;
    list.replaceChildren(...kept.map(keyLine));
    changed({ ok: true, value: kept.map(({ file }) => file) });
  }

  function keyLine(each: Kept): HTMLLIElement {
    const drop = make('button', { type: 'button', class: 'plain' }, said(TERMINAL.dropKeys));
    drop.addEventListener('click', () => use(kept.filter((other) => other !== each)));
    const parties = sheet.parties.filter(({ id }) => hasKeyFor(each.file, id)).map(({ name }) => name);
    const text = words(() => {
      const language = currentLanguage();
      if (parties.length === 0) return say(TERMINAL.keysForNobody, language, { name: each.name });
      const joined = new Intl.ListFormat(language, { type: 'unit', style: 'short' }).format(parties);
      return say(TERMINAL.keysFor, language, { name: each.name, parties: joined });
    });
    return make('li', {}, make('span', {}, text), drop);
  }

  async function take(files: readonly File[]): Promise<void> {
    const read: Kept[] = [];
    for (const file of files) {
      const result = await readFile(file);
      if (!result.ok) return changed(result);
      read.push({ name: file.name, file: result.value });
    }
    // The newest first: it is the one that was just meant.
    use([...read, ...kept.filter(({ name }) => !read.some((each) => each.name === name))]);
  }

  choose.addEventListener('click', () => chooser.click());
  chooser.addEventListener('change', () => {
    const files = [...(chooser.files ?? [])];
    chooser.value = '';
    void take(files);
  });
  return {
    element: make(
      'details',
      { class: 'aside keys' },
      make('summary', {}, make('h2', {}, said(TERMINAL.keysTitle))),
      make('p', { class: 'hint' }, said(TERMINAL.keysLead)),
      list,
      make('p', { class: 'actions' }, choose, chooser),
    ),
  };
}

async function readFile(file: File): Promise<Result<KeyFile>> {
  const invalid: { readonly ok: false; readonly error: Failure } = fail('key-invalid');
  if (file.size > LARGEST_KEY_FILE) return invalid;
  return file.text().then(readKeyFile, () => invalid);
}
