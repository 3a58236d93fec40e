/** Paying with a passkey: the card number goes to our server, what it asks for is signed, and a form takes that back. */
import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
} from '@simplewebauthn/browser';
import { element } from '../form/page.ts';
import { askServer, keepBusy } from './ask-server.ts';

/** @param card the pay form's field; its form names the window */
export function offerToUsePasskey(card: HTMLInputElement): void {
  if (!browserSupportsWebAuthn()) return;
  const button = element('use-passkey', HTMLButtonElement);
  const problem = element('passkey-problem', HTMLParagraphElement);
  const signed = element('signed', HTMLFormElement);
  element('passkey-way', HTMLDivElement).hidden = false;

  async function sign(): Promise<string | undefined> {
    const { search } = new URL(signed.action);
    const question = { card: card.value };
    const asked = await askServer<PublicKeyCredentialRequestOptionsJSON>(
      `/pay/passkey/options${search}`,
      question,
      button.dataset.broken!,
    );
    if (!asked.ok) return say(asked.text);
    try {
      return JSON.stringify(await startAuthentication({ optionsJSON: asked.value }));
    } catch {
      // Cancelled, timed out, or no such passkey here: the browser does not tell which, so as to tell no site.
      return say(button.dataset.unused!);
    }
  }

  function say(text: string): undefined {
    problem.textContent = text;
  }

  button.addEventListener('click', async () => {
    if (!card.reportValidity()) return;
    problem.textContent = '';
    const rest = keepBusy(button);
    const response = await sign();
    if (response === undefined) return rest();
    signed.querySelector('input')!.value = response;
    signed.submit();
  });
}
