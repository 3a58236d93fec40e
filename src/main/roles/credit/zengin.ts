/**
 * 総合振込 in the record format of the Japanese Bankers Association: 120 bytes of JIS X 0201 a record – header, one
 * record a payment, trailer, end. Digits are right-aligned with zeros, kana left-aligned with blanks.
 */
import type { AccountType, BankAccount, OwnAccount } from '#shared/domain/bank-account.ts';
import { encodeBankText } from '#shared/domain/bank-kana.ts';

export interface Transfer {
  readonly account: BankAccount;
  /** Yen. */
  readonly amount: number;
}

const ACCOUNT: Readonly<Record<AccountType, string>> = { ordinary: '1', current: '2', savings: '4' };
const LENGTH = 120;

/**
 * @param date `YYYY-MM-DD`, the day the bank is to pay
 * @param isBroken CR LF behind every record; some banks want none
 */
export function writeZengin(
  own: OwnAccount,
  date: string,
  transfers: readonly Transfer[],
  isBroken: boolean,
): Uint8Array<ArrayBuffer> {
  const total = transfers.reduce((sum, { amount }) => sum + amount, 0);
  const records = [
    // 21: 総合振込; 0: JIS.
    `1210${digits(own.consignor, 10)}${kana(own.holder, 40)}${date.slice(5, 7)}${date.slice(8, 10)}` +
      `${digits(own.bankCode, 4)}${kana(own.bankName, 15)}${digits(own.branchCode, 3)}${kana(own.branchName, 15)}` +
      `${ACCOUNT[own.accountType]}${digits(own.accountNumber, 7)}${blank(17)}`,
    ...transfers.map(dataRecord),
    `8${digits(transfers.length, 6)}${digits(total, 12)}${blank(101)}`,
    `9${blank(119)}`,
  ];
  for (const record of records) if (record.length !== LENGTH) throw new Error('a record has another length');
  return encodeBankText(isBroken ? records.map((record) => `${record}\r\n`).join('') : records.join(''));
}

function dataRecord({ account, amount }: Transfer): string {
  return (
    `2${digits(account.bankCode, 4)}${kana(account.bankName, 15)}${digits(account.branchCode, 3)}` +
    // The clearing house's number is not used any more.
    `${kana(account.branchName, 15)}0000${ACCOUNT[account.accountType]}${digits(account.accountNumber, 7)}` +
    // 0: neither new nor changed; two customer codes; 7: by wire; no mark of use; spare.
    `${kana(account.holder, 30)}${digits(amount, 10)}0${digits(0, 10)}${digits(0, 10)}7${blank(1)}${blank(7)}`
  );
}

function digits(value: string | number, length: number): string {
  const text = String(value).padStart(length, '0');
  if (text.length > length || !/^\d+$/.test(text)) throw new Error('digits don’t fit their field');
  return text;
}

function kana(text: string, length: number): string {
  if (text.length > length) throw new Error('kana don’t fit their field');
  return text.padEnd(length, ' ');
}

function blank(length: number): string {
  return ' '.repeat(length);
}
