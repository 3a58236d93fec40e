/**
 * What can be done at a station by one key or by one command bar code: the one table behind the keys of the screens,
 * the map of keys and the printed sheet. A row with a `key` is done by pressing it; one without needs a screen that
 * takes it (`useActions`). Codes are printed on paper that hangs on walls: they never change and are never given anew.
 */
import { mod11_10 } from '../domain/number.ts';
import type { Role } from '../protocol/party.ts';

export const ACTION_GROUPS = [
  'anywhere',
  'packing',
  'printing',
  'handover',
  'returns',
  'goods',
  'scan',
  'pickup',
  'tours',
  'steps',
  'reasons',
  'forwarding',
  'gifts',
  'digits',
] as const;
export type ActionGroup = (typeof ACTION_GROUPS)[number];

export interface StationAction {
  /** 1 to 9999. */
  readonly code: number;
  readonly group: ActionGroup;
  /** `KeyboardEvent.key`, with `Shift+` in front where it is held. */
  readonly key?: string;
}

const anywhere = (code: number, key?: string) => ({
  code,
  group: 'anywhere' as const,
  ...(key !== undefined && { key }),
});
const digit = (value: number) => ({ code: 200 + value, group: 'digits' as const, key: String(value) });

export const STATION_ACTIONS = {
  confirm: anywhere(101, 'Enter'),
  back: anywhere(102, 'Escape'),
  station: anywhere(103, 'F9'),
  number: anywhere(104, 'F4'),
  up: anywhere(105, 'ArrowUp'),
  down: anywhere(106, 'ArrowDown'),
  next: anywhere(107, 'Tab'),
  camera: anywhere(108, 'Shift+F8'),
  paste: anywhere(109),
  keys: anywhere(110, '?'),
  'file-picture': anywhere(111, 'Shift+F7'),
  'digit-0': digit(0),
  'digit-1': digit(1),
  'digit-2': digit(2),
  'digit-3': digit(3),
  'digit-4': digit(4),
  'digit-5': digit(5),
  'digit-6': digit(6),
  'digit-7': digit(7),
  'digit-8': digit(8),
  'digit-9': digit(9),
  erase: { code: 210, group: 'digits', key: 'Backspace' },
  tick: { code: 301, group: 'packing', key: ' ' },
  slip: { code: 303, group: 'packing', key: 'F7' },
  reprint: { code: 304, group: 'packing', key: 'F8' },
  'queue-place': { code: 305, group: 'packing', key: 'F2' },
  'queue-carrier': { code: 306, group: 'packing', key: 'F6' },
  'pick-list': { code: 307, group: 'packing', key: 'F10' },
  'piece-more': { code: 308, group: 'packing', key: '+' },
  'piece-less': { code: 309, group: 'packing', key: '-' },
  'all-of-it': { code: 310, group: 'packing', key: '*' },
  'out-of-stock': { code: 311, group: 'packing', key: 'o' },
  'handling-marks': { code: 312, group: 'packing', key: 'm' },
  'size-class': { code: 313, group: 'packing', key: 's' },
  'label-copies': { code: 314, group: 'packing', key: 'l' },
  batch: { code: 330, group: 'packing', key: 'F3' },
  'job-pause': { code: 331, group: 'printing', key: 'F2' },
  'job-cancel': { code: 332, group: 'printing', key: 'F6' },
  'came-out': { code: 333, group: 'printing', key: 'y' },
  'not-out': { code: 334, group: 'printing', key: 'n' },
  'count-or-manifests': { code: 361, group: 'handover', key: 'F2' },
  'count-carrier': { code: 362, group: 'handover', key: 'F6' },
  'count-back': { code: 363, group: 'handover', key: 'F8' },
  'close-manifest': { code: 364, group: 'handover', key: 'F10' },
  'returns-done': { code: 371, group: 'returns', key: 'F2' },
  'return-charge': { code: 372, group: 'returns', key: 'F8' },
  'return-decide': { code: 373, group: 'returns', key: 'F10' },
  'condition-as-new': { code: 374, group: 'returns' },
  'condition-used': { code: 375, group: 'returns' },
  'condition-damaged': { code: 376, group: 'returns' },
  'condition-missing': { code: 377, group: 'returns' },
  'goods-files': { code: 351, group: 'goods', key: 'F6' },
  'change-step': { code: 401, group: 'scan', key: 'F2' },
  'scan-file': { code: 402, group: 'scan', key: 'F7' },
  proof: { code: 403, group: 'scan', key: 'F6' },
  'waiting-scans': { code: 404, group: 'scan', key: 'F3' },
  'next-pickup': { code: 441, group: 'pickup', key: 'F2' },
  'end-pickup': { code: 442, group: 'pickup', key: 'F10' },
  'check-manifest': { code: 443, group: 'pickup', key: 'F7' },
  'missed-notice': { code: 405, group: 'scan', key: 'F10' },
  'tour-sheet': { code: 451, group: 'tours', key: 'F6' },
  'tour-slips': { code: 452, group: 'tours', key: 'F7' },
  'stop-earlier': { code: 453, group: 'tours', key: 'PageUp' },
  'stop-later': { code: 454, group: 'tours', key: 'PageDown' },
  'step-look': { code: 411, group: 'steps' },
  'step-accept': { code: 412, group: 'steps' },
  'step-arrive': { code: 413, group: 'steps' },
  'step-load': { code: 414, group: 'steps' },
  'step-deliver': { code: 415, group: 'steps' },
  'step-attempt': { code: 416, group: 'steps' },
  'step-return': { code: 417, group: 'steps' },
  'reason-absent': { code: 421, group: 'reasons' },
  'reason-cash-refused': { code: 422, group: 'reasons' },
  'reason-no-access': { code: 423, group: 'reasons' },
  'reason-other': { code: 424, group: 'reasons' },
  'reason-refused': { code: 431, group: 'reasons' },
  'reason-undeliverable': { code: 432, group: 'reasons' },
  'reason-expired': { code: 433, group: 'reasons' },
  'reason-damaged': { code: 434, group: 'reasons' },
  'send-again': { code: 501, group: 'forwarding', key: 'F8' },
  'package-file': { code: 502, group: 'forwarding', key: 'F7' },
  'send-all': { code: 503, group: 'forwarding', key: 'F6' },
  'gift-done': { code: 601, group: 'gifts', key: 'F2' },
} as const satisfies Record<string, StationAction>;
export type ActionId = keyof typeof STATION_ACTIONS;

const GROUPS_OF: Readonly<Record<Role, readonly ActionGroup[]>> = {
  mall: ['packing', 'printing', 'handover', 'returns', 'goods'],
  carrier: ['scan', 'tours', 'pickup', 'steps', 'reasons'],
  credit: ['forwarding'],
  agency: [],
  wrapper: ['gifts'],
};

/** The groups of a role's sheet and key map, in their order; empty ones left out. */
export function actionGroupsOf(role: Role): readonly ActionGroup[] {
  const own = GROUPS_OF[role].filter((group) => actionsIn(group).length > 0);
  return [...own, 'anywhere', 'digits'];
}

export function actionsIn(group: ActionGroup): readonly ActionId[] {
  return (Object.keys(STATION_ACTIONS) as ActionId[]).filter((id) => STATION_ACTIONS[id].group === group);
}

export function actionKey(id: ActionId): string | undefined {
  const action: StationAction = STATION_ACTIONS[id];
  return action.key;
}

/** Before the digits of every command. */
export const COMMAND_START = 'TK ';

/**
 * What the command's Code 128 holds: `TK`, a blank, four digits and their MOD 11,10 check digit. No number and no SKU
 * has a blank; and each of these keys lies at the same place of US, Japanese, German and French keyboards, so that it
 * comes through whatever scanner, computer and input method are set to.
 */
export function actionText(id: ActionId): string {
  const digits = String(STATION_ACTIONS[id].code).padStart(4, '0');
  return `${COMMAND_START}${digits}${mod11_10(digits)}`;
}

const BY_TEXT = new Map((Object.keys(STATION_ACTIONS) as ActionId[]).map((id) => [actionText(id), id]));

/** The action of a scanned text; `unknown` for the form of a command that this desk does not have. */
export function readAction(scanned: string): ActionId | 'unknown' | undefined {
  const text = scanned.trim().toUpperCase();
  return BY_TEXT.get(text) ?? (/^TK \d{5}$/.test(text) ? 'unknown' : undefined);
}

/** The calibration code: no command, and nothing a label could hold; every key that our codes need. */
export const CALIBRATION_TEXT = 'TK 0123456789';
