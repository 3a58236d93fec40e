/** What a customer does with a wallet beside paying: takes it to another device, forgets it here, withdraws it everywhere. */
import { z } from 'zod';
import { WALLET } from '#shared/locale/agency.ts';
import { say, type Text } from '#shared/locale/text.ts';
import { element, pageLanguage } from '../form/page.ts';
import { askAgency } from './ask-agency.ts';
import type { WalletChoice } from './choose-wallet.ts';
import { forgetWallet, type HeldWallet, keepWallet, saveWallet } from './kept-wallets.ts';
import { clearRefusal, showRefusal } from './refusal.ts';

const language = pageLanguage();
const section = element('manage', HTMLElement);
const keep = element('keep', HTMLButtonElement);
const forget = element('forget', HTMLButtonElement);
const revoke = element('revoke', HTMLButtonElement);

function told(text: Text): void {
  element('managed', HTMLParagraphElement).textContent = say(text, language);
}

/** Shows what is possible with the wallet that is chosen now. */
export function showManaging(choice: WalletChoice): void {
  const held = choice.chosen();
  section.hidden = !held;
  if (!held) return;
  const kept = choice.isKept(held);
  keep.hidden = kept;
  forget.hidden = !kept;
}

export function offerManaging(choice: WalletChoice): void {
  const onClick = (button: HTMLButtonElement, act: (held: HeldWallet) => void): void =>
    button.addEventListener('click', () => {
      clearRefusal();
      const held = choice.chosen();
      if (held) act(held);
    });

  onClick(element('save', HTMLButtonElement), (held) => {
    saveWallet(held);
    told(WALLET.saved);
  });
  onClick(keep, (held) => {
    told(keepWallet(held) ? WALLET.kept : WALLET.notKept);
    choice.renew();
  });
  onClick(forget, (held) => {
    forgetWallet(held);
    told(WALLET.forgotten);
    choice.renew();
  });
  onClick(revoke, (held) => void withdraw(held));

  async function withdraw(held: HeldWallet): Promise<void> {
    revoke.disabled = true;
    const revoked = await askAgency('/wallet/revoke', { wallet: held.jws }, z.object({}));
    revoke.disabled = false;
    if (!revoked.ok) return showRefusal(revoked.error, language);
    forgetWallet(held);
    told(WALLET.revoked);
    choice.renew();
  }
}
