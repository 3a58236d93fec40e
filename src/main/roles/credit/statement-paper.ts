/** Statements as paper: looked at, printed in batches, or attached to a mail when it leaves. */
import type { BillingPaper, LetterPile } from '#shared/desk/billing.ts';
import { parseReference } from '#shared/domain/statement-reference.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import type { MailComposers, MailFollowers, QueuedMail } from '#main/post/mail/index.ts';
import { previewPng } from '#main/printing/index.ts';
import { type Readable, writeResult } from '#main/storage/index.ts';
import { readOwnAccount } from './billing-settings.ts';
import type { StatementLetterTable } from './billing-tables.ts';
import type { Credit } from './credit.ts';
import { doLongWork } from './long-work.ts';
import { drawStatements } from './paper/statement.ts';
import type { StatementPaper } from './paper/statement-model.ts';
import { MAIL_WORDS } from './paper/statement-mail-words.ts';
import type { CreditTables } from './tables.ts';

/** Letters of one print job. */
const PILE = 500;
const SCREEN_DPI = 96;

type Wanted = Pick<StatementLetterTable, 'statement' | 'kind'>;

/** What stands on these papers, in the order asked for; read together, not one by one. */
async function readPapers(
  credit: Credit,
  db: Readable<CreditTables>,
  wanted: readonly Wanted[],
): Promise<readonly StatementPaper[]> {
  const references = [...new Set(wanted.map(({ statement }) => statement))];
  const statements = await db
    .selectFrom('statement')
    .innerJoin('customer', 'customer.id', 'statement.customer')
    .selectAll('statement')
    .select(['customer.name', 'customer.postal_code', 'customer.address'])
    .where('statement.reference', 'in', references)
    .execute();
  const lines = await db
    .selectFrom('statement_line')
    .leftJoin('partner', 'partner.id', 'statement_line.mall')
    .selectAll('statement_line')
    .select('partner.name as mall_name')
    .where('statement', 'in', references)
    .orderBy('statement')
    .orderBy('position')
    .execute();
  const ofStatement = Map.groupBy(lines, ({ statement }) => statement);
  const account = await readOwnAccount(db);
  const company = { name: credit.name, ...(credit.publicUrl !== undefined && { url: credit.publicUrl }) };
  const papers = new Map(
    statements.map((row): [string, StatementPaper] => [
      row.reference,
      {
        language: row.language,
        company,
        addressee: { name: row.name, postalCode: row.postal_code, address: row.address },
        reference: row.reference,
        month: row.month,
        issuedOn: row.issued_at,
        dueOn: row.due_on,
        currency: row.currency,
        paid: row.paid,
        ...(account && { account: account.shown[row.language] }),
        lines: (ofStatement.get(row.reference) ?? []).map(({ kind, date, amount, mall, mall_name, receipt }) => ({
          kind,
          date,
          amount,
          ...(mall !== null && { mall: mall_name ?? mall }),
          ...(receipt !== null && { receipt }),
        })),
      },
    ]),
  );
  return wanted.flatMap(({ statement, kind }) => {
    const paper = papers.get(statement);
    if (!paper) return [];
    return [kind === 'statement' ? paper : { ...paper, notice: kind }];
  });
}

/** A statement as it would be printed now, with a picture of its first page; recorded in the trail. */
export async function statementPaper(credit: Credit, who: string, typed: string): Promise<Result<BillingPaper>> {
  const reference = parseReference(typed);
  if (!reference.ok) return reference;
  const db = credit.storage.read;
  const papers = await readPapers(credit, db, [{ statement: reference.value, kind: 'statement' }]);
  if (papers.length === 0) return fail('statement-unknown');
  const pdf = await drawStatements(papers);
  const preview = await previewPng(pdf, SCREEN_DPI);
  if (!preview.ok) return preview;
  await credit.storage.write((unit) =>
    recordDeed(unit, { at: credit.clock(), who, action: 'statement.opened', subject: reference.value }),
  );
  return ok({ pdf: base64(pdf), preview: base64(preview.value) });
}

/**
 * What waits for the printer, oldest first, as one PDF; it stays waiting until `takeLettersOff`. Without a PDF
 * where somebody stopped the drawing. Fails with `import-running` while another pile is drawn.
 */
export async function pileOfLetters(credit: Credit): Promise<Result<LetterPile>> {
  const db = credit.storage.read;
  const letters = await db
    .selectFrom('statement_letter')
    .select(['id', 'statement', 'kind'])
    .where('printed_at', 'is', null)
    .orderBy('id')
    .limit(PILE)
    .execute();
  const last = letters.at(-1);
  if (!last) return fail('not-found');
  return doLongWork(credit, 'letters', 'letters', async (work) => {
    const papers = await readPapers(credit, db, letters);
    work.of = papers.length;
    const pdf = await drawStatements(papers, (drawn) => {
      work.done = drawn;
      credit.changes.announce('billing');
      return !work.stop;
    });
    if (work.stop) return ok({ letters: 0, upTo: 0 });
    return ok({ pdf: base64(pdf), letters: letters.length, upTo: last.id });
  });
}

/** The letters up to that one lie in their envelopes. */
export function takeLettersOff(credit: Credit, who: string, upTo: number): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    const at = credit.clock();
    const now = at.toISOString();
    const printed = await db
      .selectFrom('statement_letter')
      .select('statement')
      .where('printed_at', 'is', null)
      .where('id', '<=', upTo)
      .execute();
    if (printed.length === 0) return fail('not-found');
    await db
      .updateTable('statement')
      .set({ sent_at: now })
      .where('sent_at', 'is', null)
      .where('reference', 'in', (query) =>
        query
          .selectFrom('statement_letter')
          .select('statement_letter.statement')
          .where('printed_at', 'is', null)
          .where('id', '<=', upTo),
      )
      .execute();
    await db
      .updateTable('statement_letter')
      .set({ printed_at: now })
      .where('printed_at', 'is', null)
      .where('id', '<=', upTo)
      .execute();
    const detail = String(printed.length);
    await recordDeed(db, { at, who, action: 'statement.printed', subject: credit.self, detail });
    credit.changes.announce('billing');
    return ok();
  });
}

/** How the mails about statements are written when they leave. */
export function statementMails(credit: Credit): MailComposers {
  const compose = async ({ kind, subject, customer }: QueuedMail) => {
    const db = credit.storage.read;
    const row = await db
      .selectFrom('statement')
      .innerJoin('customer', 'customer.id', 'statement.customer')
      .select(['customer.email', 'statement.state', 'statement.language', 'statement.dunned_at', 'statement.month'])
      .where('statement.reference', '=', subject)
      .where('statement.customer', '=', customer)
      .executeTakeFirst();
    if (!row) return fail('statement-unknown');
    // Paid in the meantime: nobody is reminded of what is paid.
    if (kind === 'reminder' && row.state === 'paid') return fail('wrong-state', 'paid');
    const notice = kind === 'statement' ? 'statement' : row.state === 'reminded' ? 'reminder' : 'warning';
    const [paper] = await readPapers(credit, db, [{ statement: subject, kind: notice }]);
    if (!paper) return fail('statement-unknown');
    const words = MAIL_WORDS[row.language][notice];
    return ok({
      to: row.email,
      subject: words.subject(credit.name, row.month),
      text: words.text(credit.name),
      attachments: [
        { name: `statement-${row.month}.pdf`, type: 'application/pdf', bytes: await drawStatements([paper]) },
      ],
    });
  };
  return { statement: compose, reminder: compose };
}

/** A statement that was mailed says so. */
export function statementFollowers(credit: Credit): MailFollowers<CreditTables> {
  return {
    statement: async (db, { subject, state }) => {
      if (state !== 'sent') return;
      await db
        .updateTable('statement')
        .set({ sent_at: credit.clock().toISOString() })
        .where('reference', '=', subject)
        .execute();
      credit.changes.announce('billing');
    },
  };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
