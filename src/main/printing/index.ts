/**
 * Paper: the typeface, PDF documents, their rasters and previews, and the nameless packing slip. Labels and the roles
 * draw with it. It must never know a customer: no type in here has a place for a name or an address.
 */
export { type CommandCard, type CommandGroup, type CommandSheetModel, drawCommandSheet } from './command-sheet.ts';
export { drawHandoverManifest, type HandoverManifest } from './handover-manifest.ts';
export { drawMissedNotices, type MissedNotice } from './missed-notice.ts';
export { drawPackingSlip } from './packing-slip.ts';
export { type PackingSlip, REDUCED_PERCENT, type SlipLine } from './packing-slip-model.ts';
export { drawPickList, type PickSheet } from './pick-list.ts';
export { previewPng } from './preview.ts';
export { drawRecoverySheet, type RecoverySheetModel } from './recovery-sheet.ts';
