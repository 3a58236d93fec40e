/** Every section of the settings, in their order. A new one is one file and one line here. */
import type { ComponentType } from 'react';
import type { Office } from '#shared/desk/office.ts';
import type { Permission } from '#shared/domain/permission.ts';
import type { DeskTexts } from '#shared/locale/desk.ts';
import { aboutSection } from './about-section.tsx';
import { appearanceSection } from './appearance-section.tsx';
import { backupSection } from './backup-section.tsx';
import { brandingSection } from './branding-section.tsx';
import { clerkSection } from './clerk-section.tsx';
import { keyMapSection } from './key-map-section.tsx';
import { licencesSection } from './licences-section.tsx';
import { logsSection } from './logs-section.tsx';
import { officeSection } from './office-section.tsx';
import { printersSection } from './printers-section.tsx';
import { scannerSection } from './scanner-section.tsx';
import { soundSection } from './sound-section.tsx';

export interface SettingsSection {
  /** In the address: `#/settings?section=printers`. */
  readonly id: string;
  /** Of this computer alone, or of the whole party. */
  readonly of: 'computer' | 'party';
  readonly title: (texts: DeskTexts) => string;
  /** What it is also found by; both languages are searched. */
  readonly words: (texts: DeskTexts) => readonly string[];
  /** Kana of the Japanese title. */
  readonly reading?: string;
  /** Absent: at every desk. */
  readonly stands?: (office: Office) => boolean;
  /** Absent: for everybody. */
  readonly permission?: Permission;
  readonly Body: ComponentType;
}

export const SECTIONS: readonly SettingsSection[] = [
  clerkSection,
  appearanceSection,
  soundSection,
  printersSection,
  scannerSection,
  keyMapSection,
  officeSection,
  brandingSection,
  backupSection,
  logsSection,
  aboutSection,
  licencesSection,
];
