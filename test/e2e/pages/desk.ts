import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, expect, type Page } from '@playwright/test';
import { PLAYERS } from '#main/staff/index.ts';

/** Sits down at a demo party's desk by its current one-time link, as one of its players. */
export async function openDesk(context: BrowserContext, folder: string, clerk: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(readFileSync(join(folder, 'desk-link'), 'utf8').trim());
  await expect(page).not.toHaveURL(/token/);
  const { secret } = PLAYERS.find(({ name }) => name === clerk)!;
  await page.getByRole('textbox').first().fill(clerk);
  await page.keyboard.press('Enter');
  await page.locator('input[type=password]').fill(secret);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('banner')).toContainText(clerk);
  return page;
}

/**
 * As a keyboard-wedge scanner types: physical keys, 3 ms apart by the operating system's clock however busy the
 * machine is, Enter at the end.
 *
 * @param stall the second half reaches the page so much later (ms) than its keys were pressed
 */
export async function scan(page: Page, text: string, stall?: { readonly ms: number }): Promise<void> {
  const device = await page.context().newCDPSession(page);
  const start = Date.now() / 1000;
  const keys = [...text].map(keyOf);
  keys.push({ code: 'Enter', key: 'Enter', text: '\r', windowsVirtualKeyCode: 13 });
  const press = (key: (typeof keys)[number], at: number): Promise<unknown>[] => {
    const timestamp = start + at * 0.003;
    const { text: _, ...released } = key;
    return [
      device.send('Input.dispatchKeyEvent', { type: 'keyDown', timestamp, ...key }),
      device.send('Input.dispatchKeyEvent', { type: 'keyUp', timestamp: timestamp + 0.001, ...released }),
    ];
  };
  const half = stall ? Math.floor(keys.length / 2) : 0;
  await Promise.all(keys.slice(0, half).flatMap(press));
  if (stall) await page.waitForTimeout(stall.ms);
  await Promise.all(keys.slice(half).flatMap((key, at) => press(key, half + at)));
  await device.detach();
  // The keys' own time may run ahead of ours; what comes next must come after them.
  await page.waitForTimeout(Math.max(0, (start + keys.length * 0.003) * 1000 - Date.now()) + 50);
}

function keyOf(character: string): { code: string; key: string; text: string; windowsVirtualKeyCode: number } {
  const upper = character.toUpperCase();
  const code = /\d/.test(character)
    ? `Digit${character}`
    : character === '-'
      ? 'Minus'
      : character === ' '
        ? 'Space'
        : `Key${upper}`;
  return { code, key: character, text: character, windowsVirtualKeyCode: upper.charCodeAt(0) };
}
