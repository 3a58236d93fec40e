/**
 * The choice of carrier and payment: shows the credit companies and their ways only to whoever pays through one, and
 * greys out the ways that the chosen companies don't take.
 */
import './form/own-address.ts';
import { element, optionalElement } from './form/page.ts';

const form = element('choice', HTMLFormElement);
const credits = element('credits', HTMLFieldSetElement);
const settled = element('pay-settled', HTMLInputElement);
const flows = optionalElement('flows', HTMLFieldSetElement);
const wrappers = optionalElement('wrappers', HTMLFieldSetElement);

function chosen(name: string): string | undefined {
  return form.querySelector<HTMLInputElement>(`input[name="${name}"]:checked`)?.value;
}

/** Why a way can't be chosen; `undefined` when it can, or while nobody is chosen yet. */
function unfit(option: HTMLElement): 'credit' | 'carrier' | undefined {
  for (const [company, fitting] of [
    ['credit', option.dataset.credits],
    ['carrier', option.dataset.carriers],
  ] as const) {
    const id = chosen(company);
    if (fitting !== undefined && id !== undefined && !fitting.split(' ').includes(id)) return company;
  }
  return undefined;
}

function fitFlow(option: HTMLElement): HTMLInputElement {
  const input = option.querySelector('input')!;
  const reason = unfit(option);
  input.disabled = reason !== undefined;
  option.classList.toggle('away', input.disabled);
  for (const said of option.querySelectorAll<HTMLElement>('[data-unfit]')) {
    said.hidden = said.dataset.unfit !== reason;
  }
  return input;
}

function showFlows(): void {
  if (!flows) return;
  flows.hidden = !settled.checked;
  const inputs = [...flows.querySelectorAll<HTMLElement>('.option')].map(fitFlow);
  // What can't be chosen any more gives way to the first that can.
  if (inputs.some(({ checked, disabled }) => checked && disabled)) {
    const first = inputs.find(({ disabled }) => !disabled);
    if (first) first.checked = true;
  }
  if (wrappers) wrappers.hidden = !settled.checked || chosen('flow') !== 'sealed';
}

function showChoices(): void {
  credits.hidden = !settled.checked;
  showFlows();
}

form.addEventListener('change', showChoices);
// Going back may bring another choice than the page was written with.
window.addEventListener('pageshow', showChoices);
showChoices();
