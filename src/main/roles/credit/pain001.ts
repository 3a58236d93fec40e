/**
 * ISO 20022 `pain.001.001.09`, CustomerCreditTransferInitiation: one message with one payment information block and one
 * transaction a mall. Banks in Japan are named by their clearing code (JPZGN: four digits of the bank, three of the
 * branch) unless a BIC was entered, accounts by their number unless an IBAN was.
 */
import type { AccountType, BankAccount, OwnAccount } from '#shared/domain/bank-account.ts';

export interface CreditTransfer {
  /** UUID: `EndToEndId` without its dashes. */
  readonly payout: string;
  readonly account: BankAccount;
  /** Minor units. */
  readonly amount: number;
}

export interface TransferMessage {
  /** UUID: `MsgId` without its dashes. */
  readonly run: string;
  readonly initiator: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** ISO 4217; one without decimals. */
  readonly currency: string;
  readonly own: OwnAccount;
  readonly transfers: readonly CreditTransfer[];
}

/** ExternalCashAccountType1: an ordinary deposit (普通) counts as savings, a current account (当座) as current. */
const ACCOUNT: Readonly<Record<AccountType, string>> = { ordinary: 'SVGS', current: 'CACC', savings: 'SVGS' };

export function writePain001(message: TransferMessage): string {
  const { run, initiator, date, currency, own, transfers } = message;
  const id = run.replaceAll('-', '');
  const count = String(transfers.length);
  const sum = String(transfers.reduce((total, { amount }) => total + amount, 0));
  const document = element('CstmrCdtTrfInitn', [
    element('GrpHdr', [
      leaf('MsgId', id),
      // The file comes out the same whenever it is written: the day, no hour.
      leaf('CreDtTm', `${date}T00:00:00Z`),
      leaf('NbOfTxs', count),
      leaf('CtrlSum', sum),
      element('InitgPty', [leaf('Nm', shorten(initiator, 140))]),
    ]),
    element('PmtInf', [
      leaf('PmtInfId', id),
      leaf('PmtMtd', 'TRF'),
      leaf('NbOfTxs', count),
      leaf('CtrlSum', sum),
      element('ReqdExctnDt', [leaf('Dt', date)]),
      element('Dbtr', [leaf('Nm', shorten(initiator, 140))]),
      accountElement('DbtrAcct', own, currency),
      agentElement('DbtrAgt', own),
      ...transfers.map(({ payout, account, amount }) =>
        element('CdtTrfTxInf', [
          element('PmtId', [leaf('EndToEndId', payout.replaceAll('-', ''))]),
          element('Amt', [leaf('InstdAmt', String(amount), ` Ccy="${currency}"`)]),
          agentElement('CdtrAgt', account),
          element('Cdtr', [leaf('Nm', account.holder)]),
          accountElement('CdtrAcct', account, currency),
          element('RmtInf', [leaf('Ustrd', payout)]),
        ]),
      ),
    ]),
  ]);
  const head = '<?xml version="1.0" encoding="UTF-8"?>';
  const root = element('Document', [document], ' xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"');
  return `${head}\n${root.join('\n')}\n`;
}

function agentElement(name: 'DbtrAgt' | 'CdtrAgt', { bic, bankCode, branchCode }: BankAccount): readonly string[] {
  const clearing = element('ClrSysMmbId', [
    element('ClrSysId', [leaf('Cd', 'JPZGN')]),
    leaf('MmbId', bankCode + branchCode),
  ]);
  return element(name, [element('FinInstnId', [...(bic === undefined ? [] : [leaf('BICFI', bic)]), clearing])]);
}

function accountElement(name: 'DbtrAcct' | 'CdtrAcct', account: BankAccount, currency: string): readonly string[] {
  const { iban, accountNumber, accountType, holder } = account;
  const id = iban === undefined ? element('Othr', [leaf('Id', accountNumber)]) : leaf('IBAN', iban);
  return element(name, [
    element('Id', [id]),
    element('Tp', [leaf('Cd', ACCOUNT[accountType])]),
    leaf('Ccy', currency),
    leaf('Nm', shorten(holder, 70)),
  ]);
}

function element(name: string, children: readonly (readonly string[])[], attributes = ''): readonly string[] {
  return [`<${name}${attributes}>`, ...children.flat().map((line) => `  ${line}`), `</${name}>`];
}

function leaf(name: string, text: string, attributes = ''): readonly string[] {
  return [`<${name}${attributes}>${escape(text)}</${name}>`];
}

/** No longer than the field; never cut within a letter. */
function shorten(text: string, most: number): string {
  return [...text].slice(0, most).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Letters that XML 1.0 has no place for become blanks. */
function escape(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, ' ').replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
