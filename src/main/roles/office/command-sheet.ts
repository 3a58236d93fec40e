/** The sheet of command bar codes of a role's stations, in both languages, with its codes. */
import {
  type ActionGroup,
  type ActionId,
  actionGroupsOf,
  actionsIn,
  actionText,
  CALIBRATION_TEXT,
} from '#shared/desk/station-actions.ts';
import { DESK_TEXTS } from '#shared/locale/desk.ts';
import type { Role } from '#shared/protocol/party.ts';
import { expectOk } from '#shared/result.ts';
import { encodeCode128Text } from '#main/labels/index.ts';
import { type CommandCard, type CommandGroup, type CommandSheetModel } from '#main/printing/index.ts';

const { en, ja } = { en: DESK_TEXTS.en.scanner, ja: DESK_TEXTS.ja.scanner };

export function commandSheet(role: Role, party: string, date: string): CommandSheetModel {
  return {
    party,
    date,
    groups: actionGroupsOf(role).map(toGroup),
    calibration: {
      ja: ja.calibration,
      en: en.calibration,
      explain: [ja.calibrationExplain, en.calibrationExplain],
      text: CALIBRATION_TEXT,
      bars: encodeBars(CALIBRATION_TEXT),
    },
  };
}

function toGroup(group: ActionGroup): CommandGroup {
  return { ja: ja.groups[group], en: en.groups[group], cards: actionsIn(group).map(toCard) };
}

function toCard(id: ActionId): CommandCard {
  const text = actionText(id);
  return {
    ...(isDigit(id) ? { sign: id.slice('digit-'.length) } : { picture: id }),
    ja: ja.actions[id],
    en: en.actions[id],
    text,
    bars: encodeBars(text),
  };
}

function isDigit(id: ActionId): id is Extract<ActionId, `digit-${string}`> {
  return id.startsWith('digit-');
}

function encodeBars(text: string): readonly boolean[] {
  return expectOk(encodeCode128Text(text));
}
