/**
 * The order page: waits for the other windows' answers, shows what became of them, leads back when nothing did, and
 * hands out the key to electronic goods, if this browser holds it.
 */
import { fromBase64Url } from '#shared/bytes.ts';
import { element, optionalElement } from './form/page.ts';
import { keyFile } from './seal/buyer-keys.ts';

const POLL_MS = 2000;

const order = element('order', HTMLDivElement);

/** Of the parcel or the whole, the payment, what goes by mail, and money on its way back: whatever the page names. */
const PARTS = ['state', 'settlement', 'goods', 'refunds'] as const;
type Standing = Readonly<Record<(typeof PARTS)[number], string | undefined>>;

const shown = order.dataset as Standing;

async function askStanding(): Promise<Standing | undefined> {
  try {
    const response = await fetch('/order/state', { cache: 'no-store', headers: { Accept: 'application/json' } });
    if (!response.ok) return undefined;
    const answer: unknown = await response.json();
    return typeof answer === 'object' && answer !== null && 'state' in answer ? (answer as Standing) : undefined;
  } catch {
    // Unreachable just now: the next round asks again.
    return undefined;
  }
}

async function reloadOnChange(): Promise<void> {
  const now = await askStanding();
  // What an answer leaves out has not changed.
  if (now && PARTS.some((part) => now[part] !== undefined && now[part] !== shown[part])) location.reload();
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

/** A key that another browser holds can't be saved here. */
function offerKey(sheet: HTMLElement): void {
  const file = keyFile(fromBase64Url(sheet.dataset.key!)!);
  if (!file) return;
  sheet.hidden = false;
  element('save-key', HTMLButtonElement).addEventListener('click', () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([file.text], { type: 'application/json' }));
    link.download = file.name;
    link.click();
    URL.revokeObjectURL(link.href);
    const saved = element('key-saved', HTMLSpanElement);
    saved.textContent = saved.dataset.text!;
  });
}

const keySheet = optionalElement('buyer-key', HTMLElement);
if (keySheet) offerKey(keySheet);

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
