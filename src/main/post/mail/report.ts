import PostalMime, { type Attachment, type Email } from 'postal-mime';

/** What a report of delivery says of one of our mails. */
export interface DeliveryReport {
  /** What may be the id of the mail that it is about, by its envelope id or its Message-ID: to be looked up. */
  readonly ids: readonly string[];
  readonly action: 'failed' | 'delayed' | 'other';
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/**
 * Reads a delivery status notification (RFC 3464), in which other servers say what became of a mail. Undefined for
 * every other mail. Neither its words nor its addresses come out.
 */
export async function readDeliveryReport(source: Uint8Array): Promise<DeliveryReport | undefined> {
  const mail = await PostalMime.parse(source).catch(() => undefined);
  const status = mail?.attachments.find(({ mimeType }) => mimeType === 'message/delivery-status');
  if (!mail || !status) return undefined;
  const groups = readGroups(textOf(status));
  const envelopeId = groups[0]?.['original-envelope-id'];
  const actions = groups.map((group) => group['action']?.toLowerCase()).filter((action) => action !== undefined);
  // Of several recipients – another server may have split one of ours – the worst counts.
  const action = actions.includes('failed') ? 'failed' : actions.includes('delayed') ? 'delayed' : 'other';
  const candidates = [envelopeId, ...originalMessageIds(mail)].filter((id) => id !== undefined);
  return { ids: [...new Set(candidates.flatMap((text) => text.toLowerCase().match(UUID) ?? []))], action };
}

/** Where a server did not keep the envelope id: the returned headers name the mail, or the report answers to it. */
function originalMessageIds(mail: Email): string[] {
  const returned = mail.attachments.filter(({ mimeType }) => /^(message\/rfc822|text\/rfc822-headers)/.test(mimeType));
  const inHeaders = returned.map((part) => readGroups(textOf(part))[0]?.['message-id']);
  return [...inHeaders, mail.inReplyTo, mail.references].filter((id) => id !== undefined);
}

function textOf({ content }: Attachment): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

/** Groups of `Name: value` lines between blank ones, names in lower case, folded lines joined (RFC 3464 §2.1). */
function readGroups(text: string): Record<string, string>[] {
  return text
    .replace(/\r\n/g, '\n')
    .replace(/\n[ \t]+/g, ' ')
    .split(/\n{2,}/)
    .map((group) =>
      Object.fromEntries(
        group
          .split('\n')
          .map((line) => /^([\w-]+):\s*(.*)$/.exec(line))
          .filter((match) => match !== null)
          .map(([, name, value]) => [name!.toLowerCase(), value!.trim()]),
      ),
    )
    .filter((group) => Object.keys(group).length > 0);
}
