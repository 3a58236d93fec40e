/** The confirmation of an order with electronic goods: makes the buyer's key and posts its public half along. */
import { toBase64Url } from '#shared/bytes.ts';
import { element } from './form/page.ts';
import { canMakeBuyerKey, makeBuyerKey } from './seal/buyer-keys.ts';

const form = element('confirm', HTMLFormElement);
const yes = element('yes', HTMLButtonElement);
const field = element('buyer-key', HTMLInputElement);
let making = false;

function showImpossible(): void {
  yes.hidden = true;
  element('key-explained', HTMLParagraphElement).hidden = true;
  element('key-impossible', HTMLParagraphElement).hidden = false;
}

async function confirmWithKey(): Promise<void> {
  try {
    const { publicKey } = await makeBuyerKey();
    field.value = toBase64Url(publicKey);
    // A key may be there before the press is over, and a browser ignores a form that is sent from within its sending.
    setTimeout(() => form.requestSubmit(yes));
  } catch {
    showImpossible();
  } finally {
    making = false;
  }
}

form.addEventListener('submit', (event) => {
  if (event.submitter !== yes || field.value !== '') return;
  event.preventDefault();
  // A second press while the first is at it makes no second key.
  if (making) return;
  making = true;
  void confirmWithKey();
});
// Going back brings the page as it was left; every order has a key of its own.
window.addEventListener('pageshow', () => (field.value = ''));

if (await canMakeBuyerKey()) {
  yes.hidden = false;
  element('key-explained', HTMLParagraphElement).hidden = false;
} else {
  showImpossible();
}
