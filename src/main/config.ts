/** `party.json` in a data folder: who this installation is and where its doors stand. Holds no secret. */
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { base64UrlSchema, partyIdSchema, ROLES } from '#shared/protocol/party.ts';
import { WALLET_VARIANTS } from '#shared/protocol/wallet.ts';
import { mailSettingSchema } from '#main/post/mail/index.ts';
import { writeFileAtomically } from '#main/vault/atomic-file.ts';

const listenSchema = z.object({ host: z.string(), port: z.int().min(1).max(65535) });
const addressSchema = z.string().refine((address) => isIP(address) !== 0, { message: 'no IP address' });

const partyShape = z.object({
  id: partyIdSchema,
  role: z.enum(ROLES),
  /** Trade name. */
  name: z.string().min(1).max(60),
  /** Where this desk stands: "Yokohama depot". */
  place: z.string().max(60).default(''),
  /** Location and services, on the party card. */
  services: z.array(z.string().max(120)).max(20).default([]),
  /** Colour of the customer pages. */
  accent: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .default('#264B7D'),
  /** Without `listen` there is no public door at all: a credit company on a closed network. The url still names the party. */
  public: z.object({ url: z.url({ protocol: /^https$/ }), listen: listenSchema.optional() }),
  partner: z.object({
    url: z.url({ protocol: /^https$/ }),
    listen: listenSchema,
    /** Further addresses of the same door: a mall has carriers on one network and a credit company on another. */
    also: z.array(listenSchema).max(8).optional(),
    /** Own address that connections to partners leave from: to all of them, or to those that are named. */
    from: z.union([addressSchema, z.record(partyIdSchema, addressSchema)]).optional(),
  }),
  /** An authentication agency, alone or beside a settlement server: who settles, and whether it opens the customers' data. */
  agency: z.object({ settlement: partyIdSchema, variant: z.enum(WALLET_VARIANTS) }).optional(),
  desk: z.object({
    port: z.int().min(1).max(65535),
    /** Origin of the window that shows this desk in a frame: of demo groups alone. */
    shownBy: z
      .string()
      .regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/)
      .optional(),
  }),
  /** Where stations – benches, gates, vans – connect, and under which names or addresses; without it there are none. */
  stations: z
    .object({
      listen: listenSchema,
      hosts: z.array(z.string().min(1).max(253)).min(1).max(8),
      /** Folder in which a file for each kind of station says what went over its line, after TLS: for the leak test alone. */
      capture: z.string().exactOptional(),
    })
    .optional(),
  /** Mall: on invoices; `T` and 13 digits. */
  registration: z.string().max(20).optional(),
  /** Mall: where pay-later orders are paid. */
  payTo: z.string().max(200).optional(),
  /** Credit company: the mail server, and the mailbox that reports come to; without it mails wait. */
  mail: mailSettingSchema.optional(),
  /** Folder of the group's own certificate authority, where it lies here and not in `ca` of the data folder. */
  authority: z.string().max(500).optional(),
  /** `none`: the accepted authorities issue no revocation list. Otherwise no door opens without one. */
  revocations: z.enum(['required', 'none']).default('required'),
  /** Public half of the recovery key that backups are sealed to: X25519, 32 raw bytes. */
  recovery: base64UrlSchema.length(43).optional(),
  demo: z.boolean().default(false),
  /** File to which the partner door writes every message after TLS: for the leak test alone. */
  capture: z.string().optional(),
});

/** Whose customers never come to it by themselves: what they say reaches it through a mall alone. */
const canStandAlone = ({ role, agency }: Pick<PartyConfig, 'role' | 'agency'>): boolean =>
  role === 'credit' && agency === undefined;

export const partyConfigSchema = partyShape.refine((config) => config.public.listen || canStandAlone(config), {
  path: ['public', 'listen'],
  message: 'only a credit company without an agency can do without a public door',
});
export type PartyConfig = z.infer<typeof partyShape>;

export const FILES = {
  config: 'party.json',
  database: 'tokumei.db',
  /** Accepted certificate authorities and their revocation lists, PEM. */
  authorities: 'authorities.pem',
  revoked: 'revoked.pem',
  /** The group's own certificate authority, where it lies here. */
  authority: 'ca',
  spool: 'spool',
  /** Credit company: sealed goods on their way to customers. */
  packages: 'packages',
} as const;

/** Throws where the folder has no valid configuration: there is nothing to start. */
export async function readConfig(folder: string): Promise<PartyConfig> {
  return partyConfigSchema.parse(JSON.parse(await readFile(join(folder, FILES.config), 'utf8')));
}

export async function writeConfig(folder: string, config: PartyConfig): Promise<void> {
  const text = `${JSON.stringify(partyConfigSchema.parse(config), null, 2)}\n`;
  await writeFileAtomically(join(folder, FILES.config), text);
}
