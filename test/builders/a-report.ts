/** Delivery status notifications (RFC 3464) as other companies' mail servers write them. */

export interface ReportChoice {
  readonly action?: 'failed' | 'delayed' | 'delivered';
  /** Whether the server kept the envelope id (RFC 3461). */
  readonly envelopeId?: boolean;
  /** What it returns of the mail. */
  readonly returned?: 'nothing' | 'headers' | 'mail';
  /** Party whose mail it is. */
  readonly party?: string;
}

/** @param id of the mail that it is about */
export function aReport(id: string, choice: ReportChoice = {}): string {
  const { action = 'failed', envelopeId = true, returned = 'headers', party = 'credit.localhost' } = choice;
  const headers = `From: post@credit.example\nTo: hanako@mail.example\nSubject: Receipt\nMessage-ID: <${id}@${party}>`;
  const original =
    returned === 'nothing'
      ? ''
      : returned === 'headers'
        ? `--B\nContent-Type: text/rfc822-headers\n\n${headers}\n\n`
        : `--B\nContent-Type: message/rfc822\n\n${headers}\nContent-Type: text/plain\n\nbody\n\n`;
  return `From: MAILER-DAEMON@mx.mail.example (Mail Delivery System)
To: post@credit.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"
Message-ID: <20261121.1@mx.mail.example>

--B
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

I'm sorry to have to inform you: 見本 花子 has moved away.

--B
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.mail.example
${envelopeId ? `Original-Envelope-Id: ${id}\n` : ''}Arrival-Date: Sat, 21 Nov 2026 12:00:00 +0900

Final-Recipient: rfc822; hanako@mail.example
Action: ${action}
Status: ${action === 'failed' ? '5.1.1' : '4.4.1'}
Remote-MTA: dns; mx.mail.example
Diagnostic-Code: smtp; 550 5.1.1 <hanako@mail.example>:
    no such user

${original}--B--
`;
}
