/** Choices of this computer: language, appearance, sound, printing, and who sat here last. All that is ever stored. */
import { create } from 'zustand';
import type { Language } from '#shared/locale/desk.ts';

export const THEMES = ['light', 'dark', 'system'] as const;
export type Theme = (typeof THEMES)[number];

export interface Settings {
  readonly language: Language;
  readonly theme: Theme;
  /** 0 (off) to 1. */
  readonly volume: number;
  readonly sound: boolean;
  readonly printAtOnce: boolean;
  /** How the trail names the clerk; empty until somebody said. */
  readonly clerk: string;
}

interface SettingsStore extends Settings {
  choose(choice: Partial<Settings>): void;
}

const KEY = 'tokumei.desk';

/** What was stored, as far as it is of the right form. */
export function readSettings(stored: string | null, systemLanguage: string): Settings {
  let found: Partial<Record<keyof Settings, unknown>> = {};
  try {
    found = (JSON.parse(stored ?? '{}') as typeof found | null) ?? {};
  } catch {
    // Somebody's broken text: start afresh.
  }
  const { language, theme, volume, sound, printAtOnce, clerk } = found;
  return {
    language: language === 'ja' || language === 'en' ? language : systemLanguage.startsWith('ja') ? 'ja' : 'en',
    theme: THEMES.find((name) => name === theme) ?? 'system',
    volume: typeof volume === 'number' && volume >= 0 && volume <= 1 ? volume : 0.6,
    sound: sound !== false,
    printAtOnce: printAtOnce !== false,
    clerk: typeof clerk === 'string' ? clerk.slice(0, 24) : '',
  };
}

export const useSettings = create<SettingsStore>()((set, get) => ({
  ...readSettings(globalThis.localStorage?.getItem(KEY) ?? null, globalThis.navigator?.language ?? 'en'),
  choose(choice) {
    set(choice);
    const { language, theme, volume, sound, printAtOnce, clerk } = get();
    localStorage.setItem(KEY, JSON.stringify({ language, theme, volume, sound, printAtOnce, clerk }));
  },
}));
