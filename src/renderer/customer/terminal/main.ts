/**
 * The page of sealed orders (MISSION.md C1): one static file, the same for everybody, from the credit company or from the
 * customer's own disk – never from a shop. It takes an order code, cuts and seals the order here, hands the shop one
 * bundle, and keeps nothing.
 */
import '../form/zod-without-eval.ts';
import './terminal.css';
import { TERMINAL } from '#shared/locale/terminal.ts';
import { LANGUAGES } from '#shared/locale/text.ts';
import { checkSheet, partyAsking } from '#shared/protocol/make-bundle.ts';
import { type OrderSheet, orderSheetSchema, parseOrderCode, sealedStateSchema } from '#shared/protocol/order-sheet.ts';
import { fail, type Failure, ok, type Result } from '#shared/result.ts';
import { canSeal } from '../seal/can-seal.ts';
import { askMall, type OrderCode } from './ask-mall.ts';
import { changeLanguage, currentLanguage, follow, make, phrase, said } from './build-page.ts';
import { codeForm } from './code-form.ts';
import { orderForm, type OrderForm } from './order-form.ts';
import { postedOrder } from './posted-order.ts';

const LANGUAGE_NAMES = { ja: '日本語', en: 'English' } as const;
const fromDisk = location.protocol === 'file:';

const main = document.querySelector('main')!;
let form: OrderForm | undefined;

function show(...children: HTMLElement[]): void {
  main.replaceChildren(...children);
  // Words that were said before they were on the page may be in another language by now.
  changeLanguage(currentLanguage());
  scrollTo(0, 0);
}

function heading(): HTMLElement {
  const host = make('strong', { class: 'hostname' }, location.host);
  return make(
    'div',
    { class: 'intro' },
    make('h1', { id: 'title', tabindex: '-1' }, said(TERMINAL.title)),
    make('p', { class: 'lead' }, said(TERMINAL.lead)),
    make('p', { class: 'here' }, fromDisk ? said(TERMINAL.fromDisk) : phrase(TERMINAL.fromHost, { host })),
  );
}

function askForCode(failure?: Failure): void {
  show(
    heading(),
    codeForm(failure, (code) => void openOrder(code)),
    limits(),
  );
}

/** The code in the address, which forgets it at once: history and whoever looks over a shoulder need not have it. */
function takeCode(): OrderCode | undefined {
  // A browser may have written the tilde as `%7E`.
  const typed = location.hash.slice(1).replace(/%7E/i, '~');
  if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
  return parseOrderCode(typed);
}

async function openOrder(code: OrderCode): Promise<void> {
  show(heading(), make('p', { class: 'opening', role: 'status' }, said(TERMINAL.opening)));
  const host = new URL(code.origin).hostname;
  const state = await askMall(code, 'state', {}, sealedStateSchema);
  if (!state.ok) return askForCode({ about: host, ...state.error });
  if (state.value.state !== 'open') return show(postedOrder(code, state.value.state));
  const sheet = await askMall(code, 'sheet', {}, orderSheetSchema);
  const checked = sheet.ok ? checkPlace(sheet.value, host) : sheet;
  if (!sheet.ok || !checked.ok) {
    const error = sheet.ok ? (checked as { error: Failure }).error : sheet.error;
    return askForCode({ about: host, ...error });
  }
  fillIn(code, sheet.value);
}

/** Served by a credit company, the page seals cards for nobody else: a shop can't name one that is its own. */
function checkPlace(sheet: OrderSheet, host: string): Result<void> {
  const checked = checkSheet(sheet, host);
  if (!checked.ok) return checked;
  const credit = partyAsking(sheet, 'card')!;
  return fromDisk || credit.id === location.hostname ? ok() : fail('party-unproven', credit.id);
}

function fillIn(code: OrderCode, sheet: OrderSheet): void {
  const carrier = partyAsking(sheet, 'destination');
  form = orderForm(
    code,
    sheet,
    (order) => {
      form?.wipe();
      show(postedOrder(code, 'asked', { ...order, ...(carrier && { carrier }) }));
      document.getElementById('state')?.focus();
    },
    () => {
      form?.wipe();
      show(postedOrder(code, 'asked'));
    },
  );
  show(heading(), form.element, limits());
}

function limits(): HTMLElement {
  const save = fromDisk
    ? undefined
    : make('a', { href: '/terminal/file', id: 'save-page', download: true }, said(TERMINAL.savePage));
  return make(
    'details',
    { class: 'limits' },
    make('summary', {}, said(TERMINAL.limitsTitle)),
    make('p', {}, said(TERMINAL.limits)),
    save && make('p', {}, save),
  );
}

function languageSwitch(): HTMLElement {
  const buttons = LANGUAGES.map((language) => {
    const button = make('button', { type: 'button', lang: language, value: language }, LANGUAGE_NAMES[language]);
    button.addEventListener('click', () => changeLanguage(language));
    follow(button, () => {
      if (language === currentLanguage()) button.setAttribute('aria-current', 'true');
      else button.removeAttribute('aria-current');
    });
    return button;
  });
  return make(
    'div',
    { class: 'languages', role: 'group', 'aria-label': () => TERMINAL.language[currentLanguage()] },
    ...buttons,
  );
}

async function begin(): Promise<void> {
  const code = takeCode();
  document.querySelector('.top')!.append(languageSwitch());
  follow(document.documentElement, () => {
    document.documentElement.lang = currentLanguage();
    document.title = TERMINAL.name[currentLanguage()];
  });
  document.querySelector('.party')!.replaceChildren(said(TERMINAL.name));
  if (!(await canSeal()))
    return show(heading(), make('p', { class: 'notice stop', role: 'alert' }, said(TERMINAL.cannotSeal)));
  if (code) await openOrder(code);
  else askForCode();
}

// Another order's link in the same window: the one that was begun counts for nothing any more.
window.addEventListener('hashchange', () => {
  const code = takeCode();
  if (!code) return;
  form?.wipe();
  void openOrder(code);
});
// Nothing typed stays behind for whoever presses "back".
window.addEventListener('pagehide', () => form?.wipe());
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

void begin();
