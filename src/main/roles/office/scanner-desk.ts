/** What every desk's service does for scanners: the sheet of commands, the calibration code, codes on a dropped file. */
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { scannerCommands } from '#shared/desk/scanner.ts';
import { CALIBRATION_TEXT } from '#shared/desk/station-actions.ts';
import type { Role } from '#shared/protocol/party.ts';
import { ok } from '#shared/result.ts';
import { type LabelPress, screenCodes } from '#main/labels/index.ts';
import { drawCommandSheet, previewPng } from '#main/printing/index.ts';
import { commandSheet } from './command-sheet.ts';

/** Dots per inch: bars of 0.38 mm stay tellable on a screen. */
const PREVIEW_DPI = 110;

export interface ScannerRoom {
  readonly role: Role;
  /** Trade name. */
  readonly name: string;
  readonly press: Pick<LabelPress, 'read'>;
  readonly clock: () => Date;
}

export function scannerDesk({ role, name, press, clock }: ScannerRoom): DeskHandlers<keyof typeof scannerCommands> {
  return {
    'scanner.sheet': async () => {
      const pdf = await drawCommandSheet(commandSheet(role, name, clock().toISOString().slice(0, 10)));
      const preview = await previewPng(pdf, PREVIEW_DPI);
      return preview.ok ? ok({ pdf: toBase64(pdf), preview: toBase64(preview.value) }) : preview;
    },
    'scanner.calibration': async () => {
      const codes = screenCodes(CALIBRATION_TEXT);
      return codes.ok ? ok({ text: CALIBRATION_TEXT, ...codes.value }) : codes;
    },
    'scanner.read-file': async (_, { file }) => {
      const codes = await press.read(new Uint8Array(Buffer.from(file, 'base64')));
      return codes.ok ? ok({ texts: codes.value.map(({ text }) => text) }) : codes;
    },
  };
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
