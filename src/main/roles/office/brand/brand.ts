/**
 * What a party's customer pages wear: name, accent colour, logo. It lies in the settings, so in every backup, and is held
 * in memory for the public door; what staff save is on the next page that anybody opens.
 */
import { z } from 'zod';
import { LARGEST_LOGO, type Branding, type brandingCommands } from '#shared/desk/branding.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { toBase64Url } from '#shared/bytes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed, type TrailTables } from '#main/audit/index.ts';
import { readSetting, type SettingTables, type Storage, writeSetting } from '#main/storage/index.ts';
import { sha256 } from '#main/vault/index.ts';
import { cleanPng, isPng } from './clean-png.ts';
import { cleanSvg, isSvg } from './clean-svg.ts';

const TYPES = { svg: 'image/svg+xml', png: 'image/png' } as const;

export interface BrandLogo {
  readonly bytes: Buffer;
  readonly type: (typeof TYPES)[keyof typeof TYPES];
  readonly width: number;
  readonly height: number;
  /** `logo-<digest>.svg`: another picture, another name. */
  readonly file: string;
}

export interface Brand {
  readonly party: string;
  readonly accent: string;
  readonly logo?: BrandLogo;
}

const logoSchema = z.object({
  kind: z.enum(['svg', 'png']),
  data: z.base64(),
  width: z.number().positive(),
  height: z.number().positive(),
});
const storedSchema = z
  .object({ name: z.string().optional(), accent: z.string().optional(), logo: logoSchema.optional() })
  .default({});
type Stored = z.infer<typeof storedSchema>;

const SETTING = 'brand';

export interface BrandKeeper {
  readonly current: () => Brand;
  readonly desk: DeskHandlers<keyof typeof brandingCommands>;
}

/** @param usual name and accent of the party's own file, where staff have chosen none */
export async function openBrand<DB extends SettingTables & TrailTables>(
  store: Storage<DB>,
  usual: { readonly self: string; readonly name: string; readonly accent: string },
  clock: () => Date,
): Promise<BrandKeeper> {
  const storage = store as unknown as Storage<SettingTables & TrailTables>;
  let stored = await readSetting(storage.read, SETTING, storedSchema);
  let brand = toBrand(stored, usual);
  const show = (): Branding => ({
    name: brand.party,
    registeredName: usual.name,
    accent: brand.accent,
    ...(brand.logo && { logo: `data:${brand.logo.type};base64,${brand.logo.bytes.toString('base64')}` }),
  });
  return {
    current: () => brand,
    desk: {
      'branding.read': async () => ok(show()),
      'branding.save': async ({ who }, { name, accent, logo: given }) => {
        const logo = given === undefined ? ok(stored.logo) : readLogo(given);
        if (!logo.ok) return logo;
        const next: Stored = {
          ...(name !== usual.name && { name }),
          accent,
          ...(logo.value && { logo: logo.value }),
        };
        await storage.write(async (db) => {
          await writeSetting(db, SETTING, next);
          await recordDeed(db, { at: clock(), who, action: 'branding.saved', subject: usual.self });
        });
        stored = next;
        brand = toBrand(next, usual);
        return ok(show());
      },
    },
  };
}

/** `''` is none. */
function readLogo(base64: string): Result<Stored['logo']> {
  if (base64 === '') return ok(undefined);
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > LARGEST_LOGO) return fail('too-large', 'logo');
  const kind = isPng(bytes) ? 'png' : isSvg(bytes) ? 'svg' : undefined;
  if (!kind) return fail('logo-unreadable');
  const clean = kind === 'png' ? cleanPng(bytes) : cleanSvg(bytes);
  if (!clean.ok) return clean;
  const { width, height } = clean.value;
  return ok({ kind, data: clean.value.bytes.toString('base64'), width, height });
}

function toBrand({ name, accent, logo }: Stored, usual: { readonly name: string; readonly accent: string }): Brand {
  return {
    party: name ?? usual.name,
    accent: accent ?? usual.accent,
    ...(logo && { logo: toLogo(logo) }),
  };
}

function toLogo({ kind, data, width, height }: NonNullable<Stored['logo']>): BrandLogo {
  const bytes = Buffer.from(data, 'base64');
  const file = `logo-${toBase64Url(sha256(bytes)).slice(0, 16)}.${kind}`;
  return { bytes, type: TYPES[kind], width, height, file };
}
