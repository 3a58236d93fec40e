/** Which wallet: one that this browser keeps, or one from a file. */
import { WALLET } from '#shared/locale/agency.ts';
import { LOCALES, say } from '#shared/locale/text.ts';
import { readWallet } from '#shared/protocol/make-confirmation.ts';
import { fail } from '#shared/result.ts';
import { element, pageLanguage } from '../form/page.ts';
import { takeChosen, takeDropped } from '../form/take-file.ts';
import { groupSerial, type HeldWallet, keptWallets } from './kept-wallets.ts';
import { clearRefusal, showRefusal } from './refusal.ts';

/** A wallet has some two kilobytes. */
const LARGEST_FILE = 16_384;

const language = pageLanguage();
const list = element('wallet-list', HTMLUListElement);
const button = element('choose-file', HTMLButtonElement);

export interface WalletChoice {
  /** What is chosen; from a file, or kept here. */
  readonly chosen: () => HeldWallet | undefined;
  /** Whether this browser keeps it. */
  readonly isKept: (held: HeldWallet) => boolean;
  /** After one was kept or forgotten. */
  readonly renew: () => void;
}

/** @param agency whose wallets work here; @param changed called whenever another wallet, or none, is chosen */
export function offerWallets(agency: string, changed: () => void): WalletChoice {
  let fromFile: HeldWallet | undefined;
  let chosen: HeldWallet | undefined;

  const isKept = ({ wallet }: HeldWallet): boolean =>
    keptWallets().some((kept) => kept.wallet.serial === wallet.serial);

  function choose(held: HeldWallet | undefined): void {
    chosen = held;
    changed();
  }

  function renew(): void {
    const kept = keptWallets().filter(({ wallet }) => wallet.agency === agency);
    const loose = fromFile && !isKept(fromFile) ? [fromFile] : [];
    const offered = [...loose, ...kept];
    const still = offered.find(({ wallet }) => wallet.serial === chosen?.wallet.serial) ?? offered[0];
    list.replaceChildren(...offered.map((held) => option(held, held === still, loose.includes(held))));
    element('kept-wallets', HTMLFieldSetElement).hidden = offered.length === 0;
    element('no-wallet', HTMLParagraphElement).hidden = offered.length > 0;
    element('enrol-link', HTMLParagraphElement).hidden = offered.length > 0;
    if (offered.length > 0) button.textContent = button.dataset.other!;
    choose(still);
  }

  function option(held: HeldWallet, isChosen: boolean, isFile: boolean): HTMLLIElement {
    const { serial, issued, expires } = held.wallet;
    const line = document.createElement('li');
    line.className = 'option';
    const input = document.createElement('input');
    input.type = 'radio';
    input.name = 'wallet';
    input.id = `wallet-${serial}`;
    input.checked = isChosen;
    input.addEventListener('change', () => choose(held));
    const label = document.createElement('label');
    label.htmlFor = input.id;
    const title = document.createElement('span');
    title.textContent = say(isFile ? WALLET.fromFile : WALLET.here, language);
    const about = document.createElement('span');
    about.className = 'about';
    const isOver = Date.parse(expires) <= Date.now();
    about.textContent = [
      say(WALLET.madeOn, language, { date: dayOf(issued) }),
      isOver ? say(WALLET.expired, language) : say(WALLET.goodUntil, language, { date: dayOf(expires) }),
    ].join(' · ');
    const number = document.createElement('span');
    number.className = 'about wallet-serial';
    number.textContent = say(WALLET.serial, language, { serial: groupSerial(serial) });
    label.append(title);
    line.append(input, label, about, number);
    return line;
  }

  async function take(file: File): Promise<void> {
    clearRefusal();
    const read = file.size <= LARGEST_FILE ? readWallet(await file.text()) : fail('wallet-invalid');
    if (!read.ok) return showRefusal(read.error, language);
    if (read.value.wallet.agency !== agency) return showRefusal({ code: 'wallet-foreign' }, language);
    fromFile = read.value;
    chosen = fromFile;
    renew();
  }

  takeChosen(element('file', HTMLInputElement), button, take);
  takeDropped(element('drop', HTMLDivElement), take);
  renew();
  return { chosen: () => chosen, isKept, renew };
}

function dayOf(at: string): string {
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'medium' }).format(new Date(at));
}
