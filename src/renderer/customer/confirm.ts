/** The confirmation of an order with electronic goods: makes the buyer's key and posts its public half along. */
import { toBase64Url } from '#shared/bytes.ts';
import { element } from './form/page.ts';
import { canMakeBuyerKey, makeBuyerKey } from './seal/buyer-keys.ts';

const form = element('confirm', HTMLFormElement);
const yes = element('yes', HTMLButtonElement);
const field = element('buyer-key', HTMLInputElement);
/** A second press makes no second key and sends nothing twice. */
let phase: 'waiting' | 'making' | 'made' | 'sent' = 'waiting';

function showImpossible(): void {
  yes.hidden = true;
  element('key-explained', HTMLParagraphElement).hidden = true;
  element('key-impossible', HTMLParagraphElement).hidden = false;
}

async function confirmWithKey(): Promise<void> {
  try {
    const { publicKey } = await makeBuyerKey();
    field.value = toBase64Url(publicKey);
    phase = 'made';
    // A key may be there before the press is over, and a browser ignores a form that is sent from within its sending.
    setTimeout(() => form.requestSubmit(yes));
  } catch {
    showImpossible();
  }
}

form.addEventListener('submit', (event) => {
  if (event.submitter !== yes) return;
  if (phase === 'made') {
    phase = 'sent';
    return;
  }
  event.preventDefault();
  if (phase !== 'waiting') return;
  phase = 'making';
  void confirmWithKey();
});
// Going back brings the page as it was left; every order has a key of its own.
window.addEventListener('pageshow', () => {
  field.value = '';
  phase = 'waiting';
});

if (await canMakeBuyerKey()) {
  yes.hidden = false;
  element('key-explained', HTMLParagraphElement).hidden = false;
} else {
  showImpossible();
}
