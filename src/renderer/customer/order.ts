/** The order page: waits for the other windows' answers, shows what became of them, and leads back when nothing did. */
import { element, optionalElement } from './form/page.ts';

const POLL_MS = 2000;

const order = element('order', HTMLDivElement);

interface Standing {
  readonly state: string | undefined;
  /** Of the payment; `undefined` on an order without one. */
  readonly settlement: string | undefined;
}

const shown: Standing = { state: order.dataset.state, settlement: order.dataset.settlement };

async function askStanding(): Promise<Standing | undefined> {
  try {
    const response = await fetch('/order/state', { cache: 'no-store', headers: { Accept: 'application/json' } });
    if (!response.ok) return undefined;
    const answer: unknown = await response.json();
    if (typeof answer !== 'object' || answer === null || !('state' in answer)) return undefined;
    return {
      state: String(answer.state),
      settlement: 'settlement' in answer ? String(answer.settlement) : shown.settlement,
    };
  } catch {
    // Unreachable just now: the next round asks again.
    return undefined;
  }
}

async function reloadOnChange(): Promise<void> {
  const now = await askStanding();
  if (now && (now.state !== shown.state || now.settlement !== shown.settlement)) location.reload();
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
