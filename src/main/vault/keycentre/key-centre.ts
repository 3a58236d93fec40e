/**
 * A key centre in a folder of its own: `keycentre.json`, sealed like a vault, holds the secret matrix of the current
 * generation and the list of whom it issued keys to. The command line and an installation's staff call it. It could
 * compute every key of its generation, so it must never get to see what is sealed under them.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { toBase64Url } from '#shared/bytes.ts';
import { DEFAULT_THRESHOLD, LARGEST_THRESHOLD } from '#shared/protocol/blom.ts';
import { base64UrlSchema, type PartyId, partyIdSchema, timeSchema } from '#shared/protocol/party.ts';
import {
  type AgreedKey,
  type CustomerKeys,
  identifierSchema,
  type KeyOrigin,
  type PersonalKey,
  writePersonalKey,
} from '#shared/protocol/personal-key.ts';
import type { RevokedIdentifiers } from '#shared/protocol/revoked-identifiers.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { randomToken } from '../random.ts';
import {
  createSealedFile,
  openSealedFile,
  SCRYPT_COST,
  type ScryptCost,
  type SealedFile,
  type SealedFileKind,
} from '../sealed-file.ts';
import { drawMatrix, type Matrix, personalRow, readMatrix, writeMatrix } from './matrix.ts';
import { vouchForRevoked } from './revoked-list.ts';

const issuedSchema = z.object({
  id: identifierSchema,
  generation: z.int(),
  issued: timeSchema,
  /** How often its key was handed out; each time counts against the threshold. */
  times: z.int().min(1),
  /** Of a pseudonym: the party that it is for, and the file that it came in. */
  for: partyIdSchema.optional(),
  reference: base64UrlSchema.optional(),
  revoked: timeSchema.optional(),
});
/** One line of the centre's list. */
export type IssuedIdentifier = z.infer<typeof issuedSchema>;

const contentSchema = z
  .object({
    centre: base64UrlSchema.length(22),
    generation: z.int().min(1),
    threshold: z.int().min(1).max(LARGEST_THRESHOLD),
    /** Upper triangle, 32 bytes an element, base64url. */
    matrix: base64UrlSchema,
    issued: z.array(issuedSchema),
    lists: z.int(),
  })
  .refine(({ matrix, threshold }) => readMatrix(matrix, threshold) !== undefined);
type Content = z.infer<typeof contentSchema>;

const CENTRE_FILE: SealedFileKind<Content> = {
  fileName: 'keycentre.json',
  format: 'tokumei-keycentre/1',
  schema: contentSchema,
};

export interface KeyCentreOptions {
  readonly now?: () => Date;
}

export interface NewKeyCentreOptions extends KeyCentreOptions {
  /** t: so many personal keys together give away no other pair's key, one more gives away all. 127 when left out. */
  readonly threshold?: number;
  /** Cheaper scrypt for tests and the demo. */
  readonly scrypt?: ScryptCost;
}

export interface KeyCentreState extends KeyOrigin {
  readonly threshold: number;
  /** Keys that the current matrix still gives. */
  readonly left: number;
}

export interface KeyCentre {
  readonly state: () => KeyCentreState;
  /** Of every generation, oldest first. */
  readonly issued: () => readonly IssuedIdentifier[];
  /**
   * A party's personal key of the current generation; counted, and durable, before it is handed out. Again is a re-issue
   * of the same key and counts too. Fails with `field-invalid` (no party id), `identifier-revoked` (until the next
   * generation) or `centre-full`.
   */
  readonly issue: (id: string) => Promise<Result<PersonalKey>>;
  /**
   * A fresh pseudonym with its personal key for each counterparty, in one file. Fails as `issue`, with `field-missing`
   * for no counterparty, `field-invalid` for one named twice, `not-found` for a file to replace that is none; then
   * nothing was issued.
   *
   * @param replaces reference of a lost file: its pseudonyms are revoked in the same step
   */
  readonly issueCustomer: (counterparties: readonly string[], replaces?: string) => Promise<Result<CustomerKeys>>;
  /**
   * Withdraws an identifier, or all pseudonyms of a file by its reference; takes effect where the next list of
   * `revokedFor` is taken in. Again is no error. Fails with `not-found`.
   *
   * @returns the identifiers
   */
  readonly revoke: (idOrReference: string) => Promise<Result<readonly string[]>>;
  /**
   * The withdrawn identifiers that a party may meet: other parties', and pseudonyms made for it. Vouched for under the
   * current generation. Fails with `not-found` when the party has no key of it.
   */
  readonly revokedFor: (party: string) => Promise<Result<RevokedIdentifiers>>;
  /**
   * Draws the next matrix and destroys this one: nobody can issue or compute its keys any more, the centre included.
   * Keys already issued go on working among themselves. Copies of the file from before must go too.
   */
  readonly renew: (threshold?: number) => Promise<Result<KeyOrigin>>;
}

const isThreshold = (threshold: number): boolean =>
  Number.isInteger(threshold) && threshold >= 1 && threshold <= LARGEST_THRESHOLD;

/**
 * Fails with `wrong-state` when the folder has a centre, `field-missing` when the passphrase is empty, `field-invalid`
 * for a threshold that is no integer from 1 to 1023.
 */
export async function createKeyCentre(
  folder: string,
  passphrase: string,
  options: NewKeyCentreOptions = {},
): Promise<Result<KeyCentre>> {
  const { threshold = DEFAULT_THRESHOLD, scrypt = SCRYPT_COST, now = () => new Date() } = options;
  if (!isThreshold(threshold)) return fail('field-invalid', 'threshold');
  const matrix = drawMatrix(threshold);
  const content: Content = {
    centre: randomToken(),
    generation: 1,
    threshold,
    matrix: writeMatrix(matrix),
    issued: [],
    lists: 0,
  };
  const path = join(folder, CENTRE_FILE.fileName);
  const file = await createSealedFile(path, CENTRE_FILE, passphrase, scrypt, content);
  return file.ok ? ok(holdKeyCentre(file.value, matrix, now)) : file;
}

/** Fails with `wrong-passphrase`, `vault-damaged` or `not-found`. */
export async function openKeyCentre(
  folder: string,
  passphrase: string,
  { now = () => new Date() }: KeyCentreOptions = {},
): Promise<Result<KeyCentre>> {
  const file = await openSealedFile(join(folder, CENTRE_FILE.fileName), CENTRE_FILE, { passphrase });
  if (!file.ok) return file;
  const { matrix, threshold } = file.value.content();
  return ok(holdKeyCentre(file.value, readMatrix(matrix, threshold)!, now));
}

/** 32 random bytes between two identifiers, for sides that want no key centre. Fails with `field-invalid`. */
export function drawAgreedKey(one: string, other: string): Result<AgreedKey> {
  const ends = z.tuple([identifierSchema, identifierSchema]).safeParse([one, other]);
  if (!ends.success || one === other) return fail('field-invalid', 'ends');
  return ok({ tokumei: 'agreed-key/1', ends: ends.data, key: toBase64Url(randomBytes(32)) });
}

type Unvouched = Omit<RevokedIdentifiers, 'mac'>;

/** It is typed behind an option of the command line, where a hyphen would begin the next one. */
function drawReference(): string {
  const drawn = randomToken();
  return drawn.startsWith('-') ? drawReference() : drawn;
}

const leftOf = ({ generation, threshold, issued }: Content): number =>
  threshold - issued.filter((each) => each.generation === generation).reduce((sum, { times }) => sum + times, 0);

function holdKeyCentre(file: SealedFile<Content>, first: Matrix, now: () => Date): KeyCentre {
  let matrix = first;

  /** Decides and writes in one step, so that two at once can't both take the last key. */
  async function change<T>(decide: (content: Content) => Result<{ content: Content; value: T }>): Promise<Result<T>> {
    let decided: Result<{ content: Content; value: T }> = fail('internal');
    await file.update((content) => {
      decided = decide(content);
      return decided.ok ? decided.value.content : content;
    });
    // Widened again: the assignment inside the callback is not seen here.
    const outcome = decided as Result<{ content: Content; value: T }>;
    return outcome.ok ? ok(outcome.value.value) : outcome;
  }

  const revokeIn = (content: Content, concerns: (each: IssuedIdentifier) => boolean): Content => ({
    ...content,
    issued: content.issued.map((each) => (concerns(each) ? { revoked: now().toISOString(), ...each } : each)),
  });

  return {
    state: () => {
      const content = file.content();
      const { centre, generation, threshold } = content;
      return { centre, generation, threshold, left: leftOf(content) };
    },
    issued: () => file.content().issued,
    issue: (id) =>
      change((content) => {
        const party = partyIdSchema.safeParse(id);
        if (!party.success) return fail('field-invalid', 'id');
        const { generation } = content;
        const known = content.issued.find((each) => each.id === id && each.generation === generation);
        // Its key would be the very one that was withdrawn.
        if (known?.revoked !== undefined) return fail('identifier-revoked');
        if (leftOf(content) < 1) return fail('centre-full');
        const line = { id: party.data, generation, issued: now().toISOString(), times: (known?.times ?? 0) + 1 };
        const issued = [...content.issued.filter((each) => each !== known), line];
        return ok({
          content: { ...content, issued },
          value: writePersonalKey(content, id, personalRow(matrix, id)),
        });
      }),
    issueCustomer: (counterparties, replaces) =>
      change((content) => {
        const named = z.array(partyIdSchema).safeParse(counterparties);
        if (counterparties.length === 0) return fail('field-missing', 'parties');
        if (!named.success || new Set(counterparties).size < counterparties.length) {
          return fail('field-invalid', 'parties');
        }
        const isLost = ({ reference }: IssuedIdentifier): boolean => replaces !== undefined && reference === replaces;
        if (replaces !== undefined && !content.issued.some(isLost)) return fail('not-found', 'reference');
        if (leftOf(content) < counterparties.length) return fail('centre-full');
        const { generation } = content;
        const reference = drawReference();
        const lines = named.data.map((party) => {
          return { id: `~${randomToken()}`, generation, issued: now().toISOString(), times: 1, for: party, reference };
        });
        const keys = lines.map((line) => ({
          ...writePersonalKey(content, line.id, personalRow(matrix, line.id)),
          for: line.for,
        }));
        const next = revokeIn(content, isLost);
        return ok({
          content: { ...next, issued: [...next.issued, ...lines] },
          value: { tokumei: 'customer-keys/1', reference, keys } as const,
        });
      }),
    revoke: (idOrReference) =>
      change((content) => {
        const concerns = ({ id, reference }: IssuedIdentifier): boolean =>
          id === idOrReference || reference === idOrReference;
        const ids = content.issued.filter(concerns).map(({ id }) => id);
        if (ids.length === 0) return fail('not-found', 'id');
        return ok({ content: revokeIn(content, concerns), value: [...new Set(ids)] });
      }),
    revokedFor: async (party) => {
      const drawn = await change((content) => {
        const { centre, generation, issued } = content;
        const line = issued.find((each) => each.id === party && each.generation === generation);
        if (!line) return fail('not-found', 'id');
        const concerns = (each: IssuedIdentifier): boolean =>
          each.revoked !== undefined && (each.for === undefined ? each.id !== party : each.for === party);
        const number = content.lists + 1;
        const revoked = issued.filter(concerns).map(({ id, generation }) => ({ id, generation }));
        const list = { tokumei: 'revoked-identifiers/1', centre, generation, party: party as PartyId, number, revoked };
        const key = writePersonalKey(content, party, personalRow(matrix, party));
        return ok({ content: { ...content, lists: number }, value: { list: list as Unvouched, key } });
      });
      return drawn.ok ? ok(await vouchForRevoked(drawn.value.list, drawn.value.key)) : drawn;
    },
    renew: async (threshold) => {
      const t = threshold ?? file.content().threshold;
      if (!isThreshold(t)) return fail('field-invalid', 'threshold');
      const fresh = drawMatrix(t);
      const renewed = await change((content) => {
        const generation = content.generation + 1;
        const next = { ...content, generation, threshold: t, matrix: writeMatrix(fresh) };
        return ok({ content: next, value: { centre: content.centre, generation } });
      });
      if (renewed.ok) matrix = fresh;
      return renewed;
    },
  };
}
