/** Keys and certificates of this party: what is in use until when, what is sealed to each, and how each is renewed. */
import { z } from 'zod';
import { command, nothing } from './command.ts';

export interface SealingKeyRow {
  /** 8 hexadecimal digits, as labels name it. */
  readonly id: string;
  readonly from: string;
  /** So long others seal to it. */
  readonly until: string;
  /** `readable`: nothing new is sealed to it, what was still opens. */
  readonly state: 'coming' | 'current' | 'readable';
  /** From then on what was sealed to it opens for nobody. */
  readonly destroyedAt: string;
  /** What is sealed to it and not at its end: parcels, settlements, orders, gifts. */
  readonly inFlight: number;
}

export interface SigningKeyRow {
  /** The beginning of its RFC 7638 thumbprint. */
  readonly id: string;
  readonly from: string;
  readonly until: string;
  /** `next`: partners compare it while the one before still signs. */
  readonly state: 'signing' | 'next' | 'ended';
  /** Of a `next` one: how far each partner is. `compared`: it takes what this key signs. */
  readonly partners: readonly {
    readonly id: string;
    readonly name: string;
    readonly state: 'untold' | 'told' | 'compared';
  }[];
}

export const CERTIFICATE_USES = ['public', 'partner'] as const;
export type CertificateUse = (typeof CERTIFICATE_USES)[number];

export interface CertificateRow {
  readonly use: CertificateUse;
  /** Absent before one is installed. */
  readonly until?: string;
  readonly days?: number;
  readonly pin?: string;
  readonly issuer?: string;
  readonly hosts: readonly string[];
  /** Pin of a key that waits for its certificate. */
  readonly pendingPin?: string;
  /** The group's own authority lies here: it renews by itself, and on demand. */
  readonly renewable: boolean;
  /** Of the partner door: what each approved partner knows of it. */
  readonly partners?: readonly CertificatePartner[];
}

export interface CertificatePartner {
  readonly id: string;
  readonly name: string;
  /** Whether its server has our newest card, which names the keys of the door; absent where none was sent since it is a partner. */
  readonly card?: 'waiting' | 'taken';
  /** When its server took that card. */
  readonly takenAt?: string;
  /** When a message last went between us since the certificate came into use; absent where it has not met it yet. */
  readonly metAt?: string;
}

export interface KeysView {
  readonly sealing: readonly SealingKeyRow[];
  readonly signing: readonly SigningKeyRow[];
  readonly certificates: readonly CertificateRow[];
  /** End of the list of withdrawn certificates; absent where the group has none. */
  readonly revocationsUntil?: string;
  /** Whether the group's own authority can be asked from here. */
  readonly authority: 'none' | 'locked' | 'open';
}

/**
 * How near an end is: `early` is for whoever has to ask somebody else for a renewal, in no hurry; `soon` is said to everybody,
 * `urgent` in red.
 */
export type WarningStep = 'early' | 'soon' | 'urgent';
export const WARNING_DAYS: Readonly<Record<WarningStep, number>> = { early: 60, soon: 30, urgent: 7 };

/** The step of so many whole days before an end; undefined where nobody need to be told yet. */
export function warningStep(days: number): WarningStep | undefined {
  return (['urgent', 'soon', 'early'] as const).find((step) => days < WARNING_DAYS[step]);
}

/** What soon ends or goes wrong, most urgent first. Holds no name. */
export interface KeyWarning {
  readonly what:
    'public-certificate' | 'partner-certificate' | 'revocations' | 'signing-key' | 'own-clock' | 'partner-clock';
  /** Whole days until then; below zero it is over. Absent for clocks. */
  readonly days?: number;
  /** Seconds that a clock is fast (above zero) or slow. */
  readonly seconds?: number;
  readonly step: WarningStep;
}

const useSchema = z.enum(CERTIFICATE_USES);
const reasonSchema = z.string().trim().min(1).max(200);
/** A chain of certificates, PEM. */
const pemSchema = z.string().max(100_000);
const passwordSchema = z.string().min(1).max(128);

export const keyCommands = {
  'keys.list': command<KeysView>()(nothing),
  'keys.warnings': command<readonly KeyWarning[]>()(nothing),
  /** Another sealing key from now on; what was sealed to the one before opens for its retention. Partners are told. */
  'keys.rotate': command<{ id: string }>()(z.object({ reason: reasonSchema })),
  /** Another signing key beside the one in use; partners compare it. Fails with `wrong-state` while one is compared. */
  'keys.new-signing': command<{ id: string }>()(z.object({ reason: reasonSchema })),
  /** PKCS#10, PEM; for a new key, or for the one in use and then with the same pin. */
  'certificates.request': command<{ request: string; pin: string }>()(
    z.object({ use: useSchema, newKey: z.boolean().default(false) }),
  ),
  /** Takes a certificate into use at once. */
  'certificates.install': command<{ until: string }>()(z.object({ use: useSchema, chain: pemSchema })),
  /** Has the group's own authority certify the key in use anew. Fails with `authority-missing` or `wrong-passphrase`. */
  'certificates.renew': command<{ until: string }>()(z.object({ use: useSchema })),
  /** PKCS#12, base64. */
  'certificates.import': command<{ until: string }>()(
    z.object({ use: useSchema, file: z.base64().max(200_000), password: passwordSchema }),
  ),
  'certificates.export': command<{ file: string }>()(
    z.object({ use: useSchema, password: passwordSchema, reason: reasonSchema }),
  ),
  /** Keeps the passphrase of the group's own authority, so that certificates renew by themselves. */
  'authority.open': command<void>()(z.object({ passphrase: z.string().min(1).max(256) })),
  /** Forgets it. */
  'authority.close': command<void>()(nothing),
  /** A newer list of withdrawn certificates, PEM. */
  'revocations.install': command<{ until: string }>()(z.object({ list: pemSchema })),
};
