/** The catalogue: adds up what is ticked. The shop adds it up again; nothing here is believed. */
import './form/own-address.ts';
import { formatMoney } from '#shared/domain/money.ts';
import { LOCALES } from '#shared/locale/text.ts';
import { element, optionalElement, pageLanguage } from './form/page.ts';

function showSum(form: HTMLFormElement): void {
  const sum = element('sum', HTMLOutputElement);
  let count = 0;
  let value = 0;
  for (const tick of form.querySelectorAll<HTMLInputElement>('input[name="take"]:checked')) {
    const quantity = element(tick.id.replace('take', 'quantity'), HTMLInputElement).valueAsNumber;
    if (!(quantity > 0)) continue;
    count += quantity;
    value += quantity * Number(tick.dataset.price);
  }
  sum.hidden = false;
  if (count === 0) {
    sum.textContent = sum.dataset.none!;
    return;
  }
  const total = document.createElement('strong');
  total.textContent = formatMoney({ value, currency: form.dataset.currency! }, LOCALES[pageLanguage()]);
  sum.replaceChildren(sum.dataset.some!.replace('{count}', String(count)), ' ', total);
}

const form = optionalElement('basket', HTMLFormElement);
if (form) {
  form.addEventListener('input', (event) => {
    const quantity = event.target;
    // Whoever asks for more of it wants it.
    if (quantity instanceof HTMLInputElement && quantity.type === 'number' && quantity.valueAsNumber > 1)
      element(quantity.id.replace('quantity', 'take'), HTMLInputElement).checked = true;
    showSum(form);
  });
  showSum(form);
}
