/** After the bundle: how far the order is, and what the customer may keep of it. Nothing here knows what was typed. */
import { STATE_TEXTS, TERMINAL } from '#shared/locale/terminal.ts';
import type { Text } from '#shared/locale/text.ts';
import { type SealedState, sealedStateSchema } from '#shared/protocol/order-sheet.ts';
import type { SheetParty } from '#shared/protocol/make-bundle.ts';
import { askMall, type OrderCode } from './ask-mall.ts';
import { currentLanguage, follow, make, said } from './build-page.ts';
import type { PostedOrder } from './order-form.ts';

type State = SealedState['state'];

const FIRST_WAIT_MS = 700;
const LONGEST_WAIT_MS = 10_000;
const LAST: readonly State[] = ['accepted', 'no', 'ended'];
const STEPS: readonly (readonly [state: State, text: Text])[] = [
  ['open', TERMINAL.stepSealed],
  ['asked', TERMINAL.stepAsked],
  ['settled', TERMINAL.stepSettled],
  ['accepted', TERMINAL.stepAccepted],
];

/** @param order what this page posted; missing when another one did */
export function postedOrder(
  code: OrderCode,
  begun: State,
  order?: PostedOrder & { carrier?: SheetParty },
): HTMLElement {
  let state: State = begun;
  const title = make('h1', { id: 'state', tabindex: '-1' });
  const lead = make('p', { class: 'lead', role: 'status' });
  const steps = make('ol', { class: 'way' });
  const keep = order ? keepSection(order) : undefined;
  const element = make(
    'div',
    { class: 'posted', 'data-state': state },
    make(
      'div',
      { class: 'posted-head' },
      make('span', { class: 'stamp', 'aria-hidden': 'true' }),
      make('div', {}, title, lead),
    ),
    steps,
    keep,
    make('p', { class: 'notice done' }, said(TERMINAL.wiped)),
    make('p', { class: 'hint' }, said(TERMINAL.backToShop)),
  );

  function tell(): void {
    const language = currentLanguage();
    title.textContent = STATE_TEXTS[state].title[language];
    lead.textContent = STATE_TEXTS[state].lead[language];
    element.dataset.state = state;
    const over = state === 'no' || state === 'ended';
    steps.hidden = over;
    if (keep) keep.hidden = over;
    const reached = STEPS.findIndex(([each]) => each === state);
    steps.replaceChildren(
      ...STEPS.map(([each, text], at) => {
        const past = at < reached || state === 'accepted';
        const current = at === reached && state !== 'accepted';
        const attributes = { class: past ? 'past' : current ? 'current' : '', 'data-step': each };
        return make('li', attributes, make('span', { class: 'mark', 'aria-hidden': 'true' }), text[language]);
      }),
    );
  }

  async function watch(): Promise<void> {
    for (let pause = FIRST_WAIT_MS; !LAST.includes(state); pause = Math.min(pause * 1.3, LONGEST_WAIT_MS)) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      const now = await askMall(code, 'state', {}, sealedStateSchema);
      if (now.ok && now.value.state !== state && now.value.state !== 'open') {
        state = now.value.state;
        tell();
      }
    }
  }

  follow(element, tell);
  void watch();
  return element;
}

function keepSection({ bundle, tracking, carrier }: PostedOrder & { carrier?: SheetParty }): HTMLElement {
  const address = carrier?.url === undefined ? undefined : `${new URL(carrier.url).origin}/track/${tracking}`;
  const saveBundle = make('button', { type: 'button', id: 'save-bundle' }, said(TERMINAL.saveBundle));
  saveBundle.addEventListener('click', () => {
    saveText(`sealed-order-${bundle.mall}.json`, `${JSON.stringify(bundle, null, 2)}\n`);
  });
  return make(
    'section',
    { class: 'sheet keep', 'aria-labelledby': 'keep-title' },
    make('h2', { id: 'keep-title' }, said(TERMINAL.keepTitle)),
    carrier && address !== undefined ? trackingPart(carrier, address) : undefined,
    make(
      'div',
      {},
      make('p', { class: 'hint' }, said(TERMINAL.bundleHow)),
      make('p', { class: 'actions' }, saveBundle),
    ),
  );
}

function trackingPart(carrier: SheetParty, address: string): HTMLElement {
  const save = make('button', { type: 'button', class: 'primary', id: 'save-tracking' }, said(TERMINAL.saveTracking));
  save.addEventListener('click', () => saveText(`tracking-${carrier.id}.txt`, `${address}\n`));
  return make(
    'div',
    {},
    make('h3', {}, said(TERMINAL.tracking)),
    make(
      'p',
      { class: 'tracking-address' },
      make('a', { href: address, target: '_blank', rel: 'noopener noreferrer', id: 'tracking' }, address),
    ),
    make('p', { class: 'hint' }, said(TERMINAL.trackingHow, { carrier: carrier.name })),
    make('p', { class: 'actions' }, save),
  );
}

function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
  make('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
