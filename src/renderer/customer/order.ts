/** The order page: waits for the carrier's answer, shows what became of it, and leads back when nothing did. */
import { element, optionalElement } from './form/page.ts';

const POLL_MS = 2000;

const order = element('order', HTMLDivElement);
const shown = order.dataset.state;

async function askState(): Promise<string | undefined> {
  try {
    const response = await fetch('/order/state', { cache: 'no-store', headers: { Accept: 'application/json' } });
    if (!response.ok) return undefined;
    const answer: unknown = await response.json();
    return typeof answer === 'object' && answer !== null && 'state' in answer ? String(answer.state) : undefined;
  } catch {
    // Unreachable just now: the next round asks again.
    return undefined;
  }
}

async function reloadOnChange(): Promise<void> {
  const state = await askState();
  if (state !== undefined && state !== shown) location.reload();
}

async function followOrder(): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    if (!document.hidden) await reloadOnChange();
  }
}

function announceWindow(form: HTMLFormElement): void {
  const waiting = element('waiting', HTMLParagraphElement);
  const button = form.querySelector('button')!;
  form.addEventListener('submit', () => {
    waiting.textContent = waiting.dataset.text!;
    button.textContent = button.dataset.again!;
    button.classList.remove('primary');
  });
}

const backAfter = order.dataset.backAfter;
if (backAfter === undefined) {
  const offer = optionalElement('offer', HTMLFormElement);
  if (offer) announceWindow(offer);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void reloadOnChange();
  });
  void followOrder();
} else {
  setTimeout(() => location.replace('/'), Number(backAfter) * 1000);
}
