/** The page for a new password: says how easily it is guessed and whether both are the same. Wiped when left. */
import './form/own-address.ts';
import { element } from './form/page.ts';

const form = element('reset', HTMLFormElement);
const password = element('password', HTMLInputElement);
const again = element('again', HTMLInputElement);
const strength = element('password-said', HTMLParagraphElement);
const difference = element('again-said', HTMLParagraphElement);
const show = element('show-password', HTMLButtonElement);
const save = element('save', HTMLButtonElement);

type Strength = 'weak' | 'fair' | 'strong';

/** By length and variety alone: a hint to whoever types, no proof. */
function rate(text: string): Strength {
  const letters = [...text.normalize('NFKC')];
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u, /[^\p{ASCII}]/u].filter((kind) => kind.test(text));
  const runs = letters.filter((letter, at) => {
    const step = letter.codePointAt(0)! - (letters[at - 1]?.codePointAt(0) ?? -9);
    return Math.abs(step) > 1;
  });
  const worth = Math.min(runs.length, new Set(letters).size * 2) + kinds.length * 2;
  return worth < 13 ? 'weak' : worth < 19 ? 'fair' : 'strong';
}

function tell(): void {
  const missing = password.minLength - [...password.value].length;
  strength.dataset.strength = missing > 0 ? '' : rate(password.value);
  if (password.value === '') strength.textContent = '';
  else if (missing > 0) strength.textContent = strength.dataset.short!.replace('{n}', String(missing));
  else strength.textContent = strength.dataset[rate(password.value)]!;
  // Not while the second is being typed: only once it can't become the first any more.
  const differs = again.value !== '' && !password.value.startsWith(again.value);
  difference.textContent = differs ? difference.dataset.differs! : '';
}

function setShown(shown: boolean): void {
  for (const field of [password, again]) field.type = shown ? 'text' : 'password';
}

const [showText, hideText] = [show.textContent, show.dataset.again!];
show.hidden = false;
show.addEventListener('click', () => {
  setShown(password.type === 'password');
  show.textContent = password.type === 'password' ? showText : hideText;
  password.focus();
});
form.addEventListener('input', tell);
form.addEventListener('submit', (event) => {
  if (save.disabled) return event.preventDefault();
  setShown(false);
  save.disabled = true;
  save.textContent = save.dataset.busy!;
});
window.addEventListener('pagehide', () => form.reset());
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
