/** The party's accent as a stylesheet of its own (`/assets/party.css`): pages carry no inline style. */
import { accentScheme, cssColour, parseColour } from '#shared/domain/accent.ts';

function scheme(accent: string, name: 'light' | 'dark', more = false): string {
  const { accent: readable, on } = accentScheme(accent, name, more);
  return `:root{--accent:${cssColour(readable)};--on-accent:${cssColour(on)}}`;
}

/** `--accent` and `--on-accent` for light and dark, readable (AA) whatever colour the party chose. */
export function partyCss(accent: string): string {
  return `${scheme(accent, 'light')}
@media (prefers-color-scheme:dark){${scheme(accent, 'dark')}}
@media (prefers-contrast:more){${scheme(accent, 'light', true)}}
@media (prefers-contrast:more) and (prefers-color-scheme:dark){${scheme(accent, 'dark', true)}}
@media print{${scheme(accent, 'light')}}
`;
}

/** The accent as `#rrggbb`, for the page's icon. */
export function accentColour(accent: string): string {
  return cssColour(parseColour(accent));
}
