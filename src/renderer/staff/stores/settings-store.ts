/** Choices of this computer: language, appearance, sound, printing, and who sat here last. All that is ever stored. */
import { create } from 'zustand';
import { readProfile, type ScannerProfile } from '../scanner/profile.ts';
import { readSerialChoice, type SerialChoice } from '../scanner/serial-choice.ts';
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
  /** The printer of this bench, by its id; empty: the browser's print dialog. */
  readonly printer: string;
  /** A name or a signature is asked for when a parcel is handed over. */
  readonly asksProof: boolean;
  /** How the trail names the clerk; empty until somebody said. */
  readonly clerk: string;
  /** How the hand scanner sends, learnt by the calibration code. */
  readonly scanner: ScannerProfile | undefined;
  readonly serial: SerialChoice;
  /** The camera's device id; empty: any. */
  readonly camera: string;
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
  const { language, theme, volume, sound, printAtOnce, printer, asksProof, clerk, scanner, serial, camera } = found;
  return {
    language: language === 'ja' || language === 'en' ? language : systemLanguage.startsWith('ja') ? 'ja' : 'en',
    theme: THEMES.find((name) => name === theme) ?? 'system',
    volume: typeof volume === 'number' && volume >= 0 && volume <= 1 ? volume : 0.6,
    sound: sound !== false,
    printAtOnce: printAtOnce !== false,
    printer: typeof printer === 'string' ? printer.slice(0, 36) : '',
    asksProof: asksProof !== false,
    clerk: typeof clerk === 'string' ? clerk.slice(0, 24) : '',
    scanner: readProfile(scanner),
    serial: readSerialChoice(serial),
    camera: typeof camera === 'string' ? camera.slice(0, 200) : '',
  };
}

export const useSettings = create<SettingsStore>()((set, get) => ({
  ...readSettings(globalThis.localStorage?.getItem(KEY) ?? null, globalThis.navigator?.language ?? 'en'),
  choose(choice) {
    set(choice);
    const { language, theme, volume, sound, printAtOnce, printer, asksProof, clerk, scanner, serial, camera } = get();
    localStorage.setItem(
      KEY,
      JSON.stringify({
        language,
        theme,
        volume,
        sound,
        printAtOnce,
        printer,
        asksProof,
        clerk,
        scanner,
        serial,
        camera,
      }),
    );
  },
}));
