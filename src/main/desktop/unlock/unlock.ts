/** The passphrase window: one field, one button. What is typed goes to the shell and is not kept by the page. */
import { wordsFor } from '../words.ts';
import type { UnlockBridge } from './contract.ts';

const bridge = (window as unknown as { readonly tokumeiUnlock: UnlockBridge }).tokumeiUnlock;
const { language, folder, keepsKey } = await bridge.facts();
const words = wordsFor(language);

const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const field = element<HTMLInputElement>('passphrase');
const button = element<HTMLButtonElement>('open');
const message = element('message');

document.documentElement.lang = language;
element('folder').textContent = folder;
element('label').textContent = words.passphrase;
element('note').textContent = keepsKey ? words.keepsKey : words.asksAlways;
button.textContent = words.open;

element<HTMLFormElement>('unlock').addEventListener('submit', (event) => {
  event.preventDefault();
  void open();
});

async function open(): Promise<void> {
  button.disabled = true;
  button.textContent = words.opening;
  message.textContent = '';
  const refused = await bridge.open(field.value);
  field.value = '';
  if (refused === null) return;
  message.textContent = refused === 'wrong-passphrase' ? words.wrongPassphrase : `${words.notOpened} (${refused})`;
  button.disabled = false;
  button.textContent = words.open;
  field.focus();
}
