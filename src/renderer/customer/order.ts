/**
 * The order page: waits for the other windows' answers, shows what became of them, leads back when nothing did, and
 * hands out the key to electronic goods, if this browser holds it.
 */
import { fromBase64Url } from '#shared/bytes.ts';
import { element, optionalElement } from './form/page.ts';
import { keyFile } from './seal/buyer-keys.ts';

const POLL_MS = 2000;

const order = element('order', HTMLDivElement);

/** Of parcel or whole, payment, what goes by mail, money on its way back, and who has to act: whatever the page names. */
const PARTS = ['state', 'settlement', 'goods', 'refunds', 'returning', 'way'] as const;
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

/** A link to another party's page: it opens by itself, this page says that it waits. */
function announcePage(link: HTMLAnchorElement): void {
  const waiting = element('waiting', HTMLParagraphElement);
  link.addEventListener('click', () => {
    waiting.textContent = waiting.dataset.text!;
    link.textContent = link.dataset.again!;
    link.classList.remove('primary');
  });
}

function offerToCopy(button: HTMLButtonElement): void {
  const code = element('order-code', HTMLInputElement);
  const said = element('code-copied', HTMLParagraphElement);
  button.hidden = false;
  button.addEventListener('click', () => {
    code.select();
    navigator.clipboard.writeText(code.value).then(
      () => (said.textContent = button.dataset.text!),
      () => (said.textContent = button.dataset.none!),
    );
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
  for (const id of ['terminal', 'wallet']) {
    const link = optionalElement(id, HTMLAnchorElement);
    if (link) announcePage(link);
  }
  const copy = optionalElement('copy-code', HTMLButtonElement);
  if (copy) offerToCopy(copy);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void reloadOnChange();
  });
  void followOrder();
} else {
  setTimeout(() => location.replace('/'), Number(backAfter) * 1000);
}
