import type { ReactNode } from 'react';
import { useOffice } from '../stores/desk-stores.ts';
import { ScannerCard } from './scanner-card.tsx';
import type { SettingsSection } from './sections.ts';

export const scannerSection: SettingsSection = {
  id: 'scanner',
  of: 'computer',
  title: ({ scanner }) => scanner.title,
  words: ({ scanner }) => [
    scanner.wedge.title,
    scanner.wedge.calibrate,
    scanner.serial.title,
    scanner.camera.title,
    scanner.sheet.title,
  ],
  reading: 'すきゃな かめら',
  Body: Scanner,
};

function Scanner(): ReactNode {
  const role = useOffice((store) => store.office?.role);
  return role && <ScannerCard role={role} />;
}
