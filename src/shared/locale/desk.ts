/**
 * What the desk says, in both languages. English is the shape; Japanese has to fill it, so a missing text does not
 * compile. Texts with a number or a name in them are functions.
 */
import { en } from './desk/en.ts';
import { ja } from './desk/ja.ts';

export const LANGUAGES = ['ja', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export type DeskTexts = typeof en;

export const DESK_TEXTS: Readonly<Record<Language, DeskTexts>> = { en, ja };
