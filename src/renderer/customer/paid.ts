/** The page after a payment with the password: offers to add a passkey, where the browser knows them. */
import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type RegistrationResponseJSON,
  startRegistration,
} from '@simplewebauthn/browser';
import { element } from './form/page.ts';
import { askServer, keepBusy } from './passkey/ask-server.ts';

const offer = element('passkey-offer', HTMLElement);
const button = element('add-passkey', HTMLButtonElement);
const said = element('passkey-said', HTMLParagraphElement);
const unused = button.dataset.unused!;

const at = (path: string): string => `/pay/passkey/register${path}?window=${offer.dataset.window!}`;

async function makePasskey(): Promise<RegistrationResponseJSON | undefined> {
  const asked = await askServer<PublicKeyCredentialCreationOptionsJSON>(at('/options'), {}, unused);
  if (!asked.ok) {
    said.textContent = asked.text;
    return undefined;
  }
  try {
    return await startRegistration({ optionsJSON: asked.value });
  } catch (error) {
    const isKnown = error instanceof Error && error.name === 'InvalidStateError';
    said.textContent = isKnown ? button.dataset.known! : unused;
    return undefined;
  }
}

async function addPasskey(): Promise<void> {
  said.textContent = '';
  const rest = keepBusy(button);
  const made = await makePasskey();
  const added = made && (await askServer(at(''), made, unused));
  if (!added?.ok) {
    if (added) said.textContent = added.text;
    return rest();
  }
  said.textContent = button.dataset.added!;
  (button.closest('.actions') ?? button).remove();
  element('passkey-why', HTMLParagraphElement).remove();
}

if (browserSupportsWebAuthn()) {
  offer.hidden = false;
  button.addEventListener('click', () => void addPasskey());
}
