/** The choice of carrier and payment: shows the credit companies only to whoever pays through one. */
import { element } from './form/page.ts';

const form = element('choice', HTMLFormElement);
const credits = element('credits', HTMLFieldSetElement);
const settled = element('pay-settled', HTMLInputElement);

function showCredits(): void {
  credits.hidden = !settled.checked;
}

form.addEventListener('change', showCredits);
// Going back may bring another choice than the page was written with.
window.addEventListener('pageshow', showCredits);
showCredits();
