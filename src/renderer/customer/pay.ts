/**
 * The pay page: groups the card number's digits, shows the password when asked, adds fields for check words, and offers
 * to pay with a passkey. What is typed goes to the credit company alone and is wiped after.
 */
import './form/own-address.ts';
import { followCardNumber } from './form/card-number.ts';
import { element } from './form/page.ts';
import { offerToUsePasskey } from './passkey/use-passkey.ts';

const pay = element('pay', HTMLFormElement);
const words = element('words', HTMLFormElement);

function offerToShow(password: HTMLInputElement, button: HTMLButtonElement): void {
  const [show, hide] = [button.textContent, button.dataset.again!];
  const setShown = (shown: boolean): void => {
    password.type = shown ? 'text' : 'password';
    button.textContent = shown ? hide : show;
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    setShown(password.type === 'password');
    password.focus();
  });
  // Sent as a password, so that no browser keeps it among typed texts.
  pay.addEventListener('submit', () => setShown(false));
}

function offerMoreWords(button: HTMLButtonElement): void {
  const fields = element('word-fields', HTMLDivElement);
  const most = Number(fields.dataset.most);
  button.hidden = false;
  button.addEventListener('click', () => {
    const n = fields.children.length + 1;
    const added = fields.lastElementChild!.cloneNode(true) as HTMLDivElement;
    const input = added.querySelector('input')!;
    const label = added.querySelector('label')!;
    input.id = label.htmlFor = `word-${n}`;
    input.value = '';
    label.textContent = fields.dataset.text!.replace('{n}', String(n));
    fields.append(added);
    input.focus();
    button.hidden = n >= most;
  });
}

function wipe(form: HTMLFormElement): void {
  for (const control of form.elements) {
    if (control instanceof HTMLInputElement) control.value = control.defaultValue = '';
  }
}

/** Once, however often its button is pressed. */
function sendOnce(form: HTMLFormElement, button: HTMLButtonElement): void {
  form.addEventListener('submit', (event) => {
    if (button.disabled) event.preventDefault();
    else {
      button.disabled = true;
      button.textContent = button.dataset.busy!;
    }
  });
}

offerToUsePasskey(element('card', HTMLInputElement));
for (const id of ['card', 'check-card']) followCardNumber(element(id, HTMLInputElement));
offerToShow(element('password', HTMLInputElement), element('show-password', HTMLButtonElement));
offerMoreWords(element('add-word', HTMLButtonElement));
sendOnce(pay, element('buy', HTMLButtonElement));
sendOnce(words, element('ask', HTMLButtonElement));
// What a form holds is taken before the page goes: nothing typed stays behind for whoever presses "back".
window.addEventListener('pagehide', () => {
  wipe(pay);
  wipe(words);
});
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
