import { expect, type Page } from '@playwright/test';
import type { CardEntry } from '#main/cli/demo/order-file.ts';

/** Of the sample customers. */
export const HANAKO_CARD: CardEntry = {
  number: '4111007269513902',
  password: 'tsubaki-7',
  checkWords: ['kaede', 'mizuumi', 'hayabusa'],
};
/** Has 1,199 yen left. */
export const TARO_CARD: CardEntry = {
  number: '4222007864711204',
  password: 'sazanka-12',
  checkWords: ['umi', 'yama', 'kawa'],
};
export const PERSON_CARD: CardEntry = {
  number: '4333006014311077',
  password: 'correct horse battery',
  checkWords: ['lantern', 'harbour', 'fennel'],
};

/** What the credit company answers to each word: ○ or ×. */
export async function askWords(pay: Page, { number }: CardEntry, words: readonly string[]): Promise<string[]> {
  await pay.locator('#check-card').fill(number);
  for (const [at, word] of words.entries()) await pay.locator(`#word-${at + 1}`).fill(word);
  // What comes is at the form's own address again.
  const answered = pay.waitForEvent('load');
  await pay.locator('#ask').click();
  await answered;
  return pay.locator('#answers .sign').allTextContents();
}

/** "Buy"; what comes of it is for the caller to see. */
export async function pressBuy(pay: Page, { number, password }: CardEntry): Promise<void> {
  await pay.locator('#card').fill(number);
  await pay.locator('#password').fill(password);
  await pay.locator('#buy').click();
}

/** Pays, and returns the receipt number's digits. */
export async function buy(pay: Page, card: CardEntry): Promise<string> {
  await pressBuy(pay, card);
  return receiptOn(pay);
}

/** Of a payment that was made. */
export async function receiptOn(pay: Page): Promise<string> {
  await expect(pay).toHaveURL(/\/pay\/done\?/);
  return (await pay.locator('.receipt .number').textContent())!.replace(/\D/g, '');
}
