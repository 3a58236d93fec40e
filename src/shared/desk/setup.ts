/**
 * The first run: what a screen may ask before there is a party, over the same transports as the staff contract. The
 * service answers these commands, and no others, until a party stands in its folder; then never again. No answer holds a
 * passphrase; one holds the recovery key, as a sheet to be printed, and only until somebody said that it was.
 */
import { z } from 'zod';
import { partyIdSchema, type Role, ROLES } from '../protocol/party.ts';
import { WALLET_VARIANTS } from '../protocol/wallet.ts';
import { type Command, command, fileSchema, nothing } from './command.ts';

/** Characters of a passphrase at least; how good it is beyond that, the screen says. */
export const SHORTEST_PASSPHRASE = 10;

const passphrase = z.string().min(SHORTEST_PASSPHRASE).max(1024);
const port = z.int().min(1).max(65535);
/** A certificate or a list, PEM. */
const pem = z.string().max(200_000);

export const partyPlanSchema = z.object({
  role: z.enum(ROLES),
  /** Trade name. */
  name: z.string().trim().min(1).max(60),
  /** Where this desk stands. */
  place: z.string().trim().max(60).default(''),
  id: partyIdSchema,
  publicPort: port,
  partnerPort: port,
  /** A door for other computers of this company; absent: none. */
  stationPort: port.optional(),
  /** A credit company on a closed network: no door for customers. */
  closed: z.boolean().default(false),
  /** An agency: who settles what customers confirm, and whether it opens the customers' data. */
  agency: z.object({ settlement: partyIdSchema, variant: z.enum(WALLET_VARIANTS) }).optional(),
});
export type PartyPlan = z.infer<typeof partyPlanSchema>;

/**
 * `closed`: a passphrase was chosen in an earlier run of the service, and opens what it left. `answer`: certificates were
 * asked for elsewhere.
 */
export const SETUP_STAGES = ['party', 'passphrase', 'closed', 'recovery', 'certificates', 'answer', 'ready'] as const;
export type SetupStage = (typeof SETUP_STAGES)[number];

export interface SetupState {
  readonly stage: SetupStage;
  /** Where the party will lie. */
  readonly folder: string;
  /** What was entered so far. */
  readonly plan?: PartyPlan;
  /** Good values to begin with: the name of this computer, ports that nobody uses. */
  readonly proposal: {
    readonly host: string;
    readonly publicPort: number;
    readonly partnerPort: number;
    readonly stationPort: number;
  };
  /** A demo group can be started from here. */
  readonly demo: boolean;
}

/** A printed page, base64 both. */
export interface RecoverySheet {
  readonly pdf: string;
  readonly preview: string;
}

/** Which listener a certificate is for. */
export type ListenerUse = 'public' | 'partner';

export interface CertificateRequest {
  readonly use: ListenerUse;
  readonly fileName: string;
  /** PKCS#10, PEM. */
  readonly pem: string;
}

/** Whom partners' certificates must come from, and what was withdrawn. Without `authorities` the chain's own root. */
const trust = {
  authorities: pem.optional(),
  /** The revocation list; absent: these authorities issue none. */
  revoked: pem.optional(),
};

export const setupCommands = {
  'setup.look': command<SetupState>()(nothing),
  /**
   * Fails with `host-invalid`, `port-taken` or `port-refused` (about: the port), `field-missing` (`settlement`),
   * `field-invalid` (the field, or `ports` where two doors would have the same).
   */
  'setup.describe': command<SetupState>()(partyPlanSchema),
  'setup.choose-passphrase': command<SetupState>()(z.object({ passphrase })),
  /** Goes on where an earlier run was left. */
  'setup.open': command<SetupState>()(z.object({ passphrase: z.string().max(1024) })),
  /** The same key as long as it has not been kept. */
  'setup.recovery-sheet': command<RecoverySheet>()(z.object({ language: z.enum(['ja', 'en']) })),
  /** It was printed or saved; from now on nobody here has it. */
  'setup.recovery-kept': command<SetupState>()(nothing),
  /** Makes the group's own authority, which certifies this party. Without a passphrase it has the party's. */
  'setup.own-authority': command<SetupState>()(
    z.object({ name: z.string().trim().min(1).max(60), passphrase: passphrase.optional() }),
  ),
  'setup.request': command<{ readonly state: SetupState; readonly requests: readonly CertificateRequest[] }>()(nothing),
  /** What an authority sent back, in any order. Fails with `certificate-invalid` or `revocations-invalid`. */
  'setup.certify': command<SetupState>()(z.object({ certificates: pem, ...trust })),
  /** Key and certificates of another program, PKCS#12: for both doors, or one file for each. */
  'setup.import': command<SetupState>()(
    z.object({
      files: z.array(fileSchema).min(1).max(2),
      password: z.string().max(1024),
      ...trust,
    }),
  ),
  /** Another way to certificates than the one begun. */
  'setup.choose-again': command<SetupState>()(nothing),
  /** The party starts in this service, and the same screens go on at its desk. Fails with `port-taken`. */
  'setup.finish': command<void>()(nothing),
  /** Everything entered so far is thrown away. */
  'setup.start-over': command<SetupState>()(nothing),
  /** Starts three sample parties; the address of their one window. */
  'setup.demo': command<{ readonly link: string }>()(nothing),
};
export type SetupCommands = typeof setupCommands;
export type SetupCommandName = keyof SetupCommands;
export type SetupInput<N extends SetupCommandName> = z.input<SetupCommands[N]['input']>;
export type SetupOutput<N extends SetupCommandName> = SetupCommands[N] extends Command<z.ZodType, infer O> ? O : never;

/** Doors that a party of this role and kind has a certificate for. */
export function listenersOfPlan({ closed, role }: { readonly closed: boolean; readonly role: Role }): ListenerUse[] {
  return closed && role === 'credit' ? ['partner'] : ['public', 'partner'];
}
