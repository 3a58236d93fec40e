/** How this party's customer pages look: the name on them, the logo, the accent colour. */
import { z } from 'zod';
import { command, nothing } from './command.ts';

/** Before it is cleaned, as bytes. */
export const LARGEST_LOGO = 256 * 1024;
/** In CSS pixels; a larger one is refused, the screen makes it smaller first. */
export const LOGO_WIDTH = 640;
export const LOGO_HEIGHT = 200;

export interface Branding {
  /** On customer pages. */
  readonly name: string;
  /** As it stands on the party card and on paper; the name on the pages where none was chosen. */
  readonly registeredName: string;
  /** `#rrggbb` */
  readonly accent: string;
  /** As a data URL. */
  readonly logo?: string;
}

export const brandingCommands = {
  'branding.read': command<Branding>()(nothing),
  /**
   * In force at once. A logo is base64 of an SVG or PNG file, `''` takes it away, without it the old one stays. Fails with
   * `logo-unsafe` (about what is in it that can't stand on a page), `logo-unreadable` or `too-large`.
   */
  'branding.save': command<Branding>()(
    z.object({
      name: z.string().trim().min(1).max(60),
      accent: z.string().regex(/^#[0-9a-fA-F]{6}$/),
      logo: z
        .base64()
        .max(Math.ceil((LARGEST_LOGO * 4) / 3) + 4)
        .optional(),
    }),
  ),
};
