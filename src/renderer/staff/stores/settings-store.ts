/** Choices of this computer: language, appearance, sound, printing, and who sat here last. All that is ever stored. */
import { create } from 'zustand';
import { readProfile, type ScannerProfile } from '../scanner/profile.ts';
import { readSerialChoice, type SerialChoice } from '../scanner/serial-choice.ts';
import type { Language } from '#shared/locale/desk.ts';

export const THEMES = ['light', 'dark', 'system'] as const;
export type Theme = (typeof THEMES)[number];
export const CONTRASTS = ['standard', 'more', 'system'] as const;
export type Contrast = (typeof CONTRASTS)[number];

export interface Settings {
  readonly language: Language;
  readonly theme: Theme;
  readonly contrast: Contrast;
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
  /** Who sat at this computer, the last first: names alone. */
  readonly clerks: readonly string[];
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
  const {
    language,
    theme,
    contrast,
    volume,
    sound,
    printAtOnce,
    printer,
    asksProof,
    clerk,
    scanner,
    serial,
    camera,
    clerks,
  } = found;
  return {
    language: language === 'ja' || language === 'en' ? language : systemLanguage.startsWith('ja') ? 'ja' : 'en',
    theme: THEMES.find((name) => name === theme) ?? 'system',
    contrast: CONTRASTS.find((name) => name === contrast) ?? 'system',
    volume: typeof volume === 'number' && volume >= 0 && volume <= 1 ? volume : 0.6,
    sound: sound !== false,
    printAtOnce: printAtOnce !== false,
    printer: typeof printer === 'string' ? printer.slice(0, 36) : '',
    asksProof: asksProof !== false,
    clerk: typeof clerk === 'string' ? clerk.slice(0, 24) : '',
    clerks: readNames(clerks),
    scanner: readProfile(scanner),
    serial: readSerialChoice(serial),
    camera: typeof camera === 'string' ? camera.slice(0, 200) : '',
  };
}

/** Names that are offered at this computer. */
const MOST_NAMES = 9;

function readNames(stored: unknown): readonly string[] {
  const names = Array.isArray(stored) ? stored : [];
  return names.filter((name): name is string => typeof name === 'string' && name.length <= 24).slice(0, MOST_NAMES);
}

/** Somebody sat down here: offered first the next time. */
export function rememberClerk(name: string): void {
  const { clerks, choose } = useSettings.getState();
  choose({ clerk: name, clerks: [name, ...clerks.filter((other) => other !== name)].slice(0, MOST_NAMES) });
}

export const useSettings = create<SettingsStore>()((set, get) => ({
  ...readSettings(globalThis.localStorage?.getItem(KEY) ?? null, globalThis.navigator?.language ?? 'en'),
  choose(choice) {
    set(choice);
    const { choose: _, ...settings } = get();
    localStorage.setItem(KEY, JSON.stringify(settings));
  },
}));
