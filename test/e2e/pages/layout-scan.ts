/** Scanners of other layouts, with prefixes, slow ones, and with an input method that is composing. */
import type { Page } from '@playwright/test';
import { type LayoutName, layoutPresses } from '#test/builders/keyboard-layouts.ts';

export interface LayoutScan {
  readonly scanner?: LayoutName;
  readonly computer?: LayoutName;
  /** Milliseconds between keys, by the operating system's clock. */
  readonly gap?: number;
  readonly end?: 'Enter' | 'Tab' | 'none';
  readonly capsLock?: boolean;
}

const SHIFT = 8;
/** As Windows says AltGr. */
const CTRL_ALT = 3;

export async function scanInLayout(page: Page, text: string, scan: LayoutScan = {}): Promise<void> {
  const { scanner = 'us', computer = 'us', gap = 3, end = 'Enter', capsLock = false } = scan;
  const device = await page.context().newCDPSession(page);
  const start = Date.now() / 1000;
  const presses = layoutPresses(text, scanner, computer);
  const send = (at: number, key: Record<string, unknown>): Promise<unknown>[] => {
    const timestamp = start + (at * gap) / 1000;
    const { text: _, ...released } = key;
    return [
      device.send('Input.dispatchKeyEvent', { type: 'keyDown', timestamp, ...key }),
      device.send('Input.dispatchKeyEvent', { type: 'keyUp', timestamp: timestamp + 0.001, ...released }),
    ];
  };
  const keys = presses.flatMap(({ code, key, shift, altGraph }, at) => {
    const written = capsLock ? otherCase(key) : key;
    const modifiers = (shift ? SHIFT : 0) + (altGraph ? CTRL_ALT : 0);
    return send(at, { code, key: written, modifiers, ...([...written].length === 1 && { text: written }) });
  });
  const ends = {
    Enter: { code: 'Enter', key: 'Enter', text: '\r', windowsVirtualKeyCode: 13 },
    Tab: { code: 'Tab', key: 'Tab', windowsVirtualKeyCode: 9 },
    none: undefined,
  }[end];
  await Promise.all([...keys, ...(ends ? send(presses.length, ends) : [])]);
  await device.detach();
  await page.waitForTimeout(Math.max(0, (start + ((presses.length + 1) * gap) / 1000) * 1000 - Date.now()) + 50);
}

/** As an input method shows digits and letters until they are converted. */
function fullWidth(text: string): string {
  return text.replaceAll(/[!-~]/g, (each) => String.fromCharCode(each.charCodeAt(0) + 0xfee0));
}

function otherCase(letter: string): string {
  return letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
}

/** A scanner's keys while an input method composes: every key says `Process` and lengthens the composition. */
export async function scanWhileComposing(page: Page, text: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const start = Date.now() / 1000;
  for (const [at, { code, shift }] of layoutPresses(text, 'us', 'us').entries()) {
    const composed = fullWidth(text.slice(0, at + 1));
    const timestamp = start + at * 0.003;
    const key = { windowsVirtualKeyCode: 229, key: 'Process', code, modifiers: shift ? SHIFT : 0 };
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', timestamp, ...key });
    await session.send('Input.imeSetComposition', {
      text: composed,
      selectionStart: composed.length,
      selectionEnd: composed.length,
    });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', timestamp: timestamp + 0.001, ...key });
  }
  const enter = { key: 'Enter', code: 'Enter', text: '\r', windowsVirtualKeyCode: 13 };
  await session.send('Input.dispatchKeyEvent', { type: 'keyDown', timestamp: start + text.length * 0.003, ...enter });
  await session.detach();
}
