/** Everything that the palette can find at this desk: screens, what the present one does, numbers, settings, appearance. */
import type { Office } from '#shared/desk/office.ts';
import { ACTION_GROUPS, type ActionGroup, type ActionId, actionKey, actionsIn } from '#shared/desk/station-actions.ts';
import { formatNumber, normalizeNumber } from '#shared/domain/number.ts';
import { DESK_TEXTS, type DeskTexts, LANGUAGES } from '#shared/locale/desk.ts';
import { SCREEN_READINGS } from '#shared/locale/desk/readings.ts';
import type { Role } from '#shared/protocol/party.ts';
import { rankOf } from '../components/fuzzy.ts';
import type { IconName } from '../components/icon.tsx';
import { navigate, railOf, type Screen } from '../route.ts';
import { giveCommand } from '../scanner/arrivals.ts';
import { sectionsOf } from '../settings/settings-screen.tsx';
import { CONTRASTS, THEMES, useSettings } from '../stores/settings-store.ts';

export type EntryGroup = keyof DeskTexts['palette']['groups'];

export interface Entry {
  readonly id: string;
  readonly group: EntryGroup;
  readonly title: string;
  readonly icon?: IconName;
  /** As it stands on the keyboard. */
  readonly key?: string;
  /** What it is also found by. */
  readonly texts: readonly string[];
  readonly readings: readonly string[];
  readonly run: () => void;
}

const LARGEST = 12;
/** Where a number is looked up, per role: its list searches it. */
const NUMBER_LISTS: Readonly<Partial<Record<Role, Screen>>> = {
  mall: 'purchases',
  carrier: 'parcels',
  credit: 'settlements',
  agency: 'agencyRequests',
};

/** The nearest first; without a query the screens and what the present one does. */
export function findEntries(query: string, office: Office, screen: Screen, texts: DeskTexts): readonly Entry[] {
  const all = [...actions(screen, texts), ...screens(office, texts), ...settings(office, texts), ...looks(texts)];
  if (query.trim() === '') return all.filter(({ group }) => group === 'action' || group === 'screen');
  const ranked = all
    .flatMap((entry) => {
      const titled = rankOf(query, [entry.title], entry.readings);
      // What stands on the screen comes before what it is also found by.
      const rank = titled ?? rankOf(query, [entry.title, ...entry.texts], entry.readings);
      return rank === undefined ? [] : [{ entry, rank: titled === undefined ? rank + 3 : rank }];
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
  return [...numbers(query, office, texts), ...ranked].slice(0, LARGEST);
}

/** In both languages: who sits at a Japanese screen may know the English word, and the other way round. */
function both(read: (texts: DeskTexts) => string): readonly string[] {
  return LANGUAGES.map((language) => read(DESK_TEXTS[language]));
}

function screens(office: Office, texts: DeskTexts): Entry[] {
  return railOf(office)
    .flatMap((group) => group.screens)
    .map((name) => ({
      id: `screen-${name}`,
      group: 'screen',
      title: texts.frame.screens[name],
      icon: name,
      texts: both(({ frame }) => frame.screens[name]),
      readings: [SCREEN_READINGS[name] ?? ''],
      run: () => navigate(name),
    }));
}

function actions(screen: Screen, texts: DeskTexts): Entry[] {
  const own = ACTION_GROUPS.find((group) => group === screen);
  const groups: readonly ActionGroup[] = own === 'scan' ? ['scan', 'steps'] : own ? [own] : [];
  const ids: readonly ActionId[] = [...groups.flatMap((group) => actionsIn(group)), 'camera', 'paste', 'keys'];
  return ids.map((id) => ({
    id: `action-${id}`,
    group: 'action',
    title: texts.scanner.actions[id],
    ...(actionKey(id) !== undefined && { key: actionKey(id)! }),
    texts: both(({ scanner }) => scanner.actions[id]),
    readings: [],
    run: () => giveCommand(id),
  }));
}

function numbers(query: string, office: Office, texts: DeskTexts): Entry[] {
  const number = normalizeNumber(query);
  const list = NUMBER_LISTS[office.role];
  if (list === undefined || !/^[A-Z]{0,2}\d{4,18}[A-Z]{0,2}$/i.test(number)) return [];
  if (!railOf(office).some(({ screens: shown }) => shown.includes(list))) return [];
  return [
    {
      id: 'number',
      group: 'number',
      title: texts.palette.number(formatNumber(number), texts.frame.screens[list]),
      icon: list,
      texts: [],
      readings: [],
      run: () => navigate(list, `search=${encodeURIComponent(number)}`),
    },
  ];
}

function settings(office: Office, texts: DeskTexts): Entry[] {
  return sectionsOf(office).map(({ id, title, words, reading }) => ({
    id: `setting-${id}`,
    group: 'setting',
    title: title(texts),
    icon: 'settings',
    texts: [...both(title), ...LANGUAGES.flatMap((language) => words(DESK_TEXTS[language]))],
    readings: reading === undefined ? [] : [reading],
    run: () => navigate('settings', `section=${id}`),
  }));
}

function looks({ palette, frame, settings: words }: DeskTexts): Entry[] {
  const { choose } = useSettings.getState();
  const entry = (id: string, title: string, also: readonly string[], run: () => void): Entry => ({
    id: `look-${id}`,
    group: 'look',
    title,
    texts: also,
    readings: [],
    run,
  });
  return [
    ...LANGUAGES.map((language) =>
      entry(
        language,
        words.languages[language],
        both((texts) => texts.settings.language),
        () => choose({ language }),
      ),
    ),
    ...THEMES.map((theme) =>
      entry(
        `theme-${theme}`,
        palette.theme(frame.themes[theme]),
        both((texts) => texts.palette.theme(texts.frame.themes[theme])),
        () => choose({ theme }),
      ),
    ),
    ...CONTRASTS.map((contrast) =>
      entry(
        `contrast-${contrast}`,
        palette.contrast(frame.contrasts[contrast]),
        both((texts) => texts.palette.contrast(texts.frame.contrasts[contrast])),
        () => choose({ contrast }),
      ),
    ),
    entry(
      'sound-on',
      frame.soundOn,
      both((texts) => texts.frame.soundOn),
      () => choose({ sound: true }),
    ),
    entry(
      'sound-off',
      frame.soundOff,
      both((texts) => texts.frame.soundOff),
      () => choose({ sound: false }),
    ),
  ];
}
