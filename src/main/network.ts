/** Whom a party's partner door and courier believe: the accepted authorities and what they have withdrawn. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UnexpectedFailure } from '#shared/result.ts';
import type { PartnerNetwork } from '#main/post/index.ts';
import { readRevocationList, type TlsIdentities } from '#main/vault/index.ts';
import { FILES, type PartyConfig } from './config.ts';
import { lookupLocalhost } from './localhost.ts';

const LOOK_MS = 2000;
const DAY_MS = 86_400_000;
/** Days before a certificate's end, and before the list's, that the log says so, once a day. */
const CERTIFICATE_WARNING = 45;
const REVOCATIONS_WARNING = 7;

/**
 * Throws `UnexpectedFailure` with `revocations-invalid` where the list is missing, empty, damaged, or not of an
 * accepted authority: without it a withdrawn certificate would count. One that has run out is taken: with it nobody
 * gets in.
 */
export async function readNetwork(
  folder: string,
  config: Pick<PartyConfig, 'revocations'> & { readonly partner?: Pick<PartyConfig['partner'], 'from'> },
): Promise<PartnerNetwork> {
  const authorities = await readFile(join(folder, FILES.authorities), 'utf8');
  const from = config.partner?.from;
  const network = { authorities, lookup: lookupLocalhost, ...(from !== undefined && { from }) };
  if (config.revocations === 'none') return network;
  const text = await readFile(join(folder, FILES.revoked), 'utf8').catch(() => undefined);
  if (text === undefined) throw new UnexpectedFailure({ code: 'revocations-invalid', about: 'missing' });
  const list = await readRevocationList(text, authorities);
  if (!list.ok) throw new UnexpectedFailure(list.error);
  return { ...network, revoked: list.value.pem };
}

/**
 * Calls `renew` soon after the start and whenever another list lies in the folder, or none any more. Where it throws,
 * it is called again until it does not; the same state of the file is reported once.
 */
export function watchRevocations(
  folder: string,
  renew: () => Promise<void>,
  report: (error: unknown) => void,
): () => void {
  const file = join(folder, FILES.revoked);
  let taken: string | undefined;
  let reported: string | undefined;
  let looking = false;

  async function look(): Promise<void> {
    const found = await stat(file).catch(() => undefined);
    const state = found ? `${found.ino} ${found.mtimeMs} ${found.size}` : 'missing';
    if (state === taken) return;
    try {
      await renew();
      taken = state;
    } catch (error) {
      if (state !== reported) report(error);
      reported = state;
    }
  }

  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void look().finally(() => (looking = false));
  }, LOOK_MS);
  return () => clearInterval(timer);
}

/** Reports once a day what ends soon, by a code that says what; the first call reports at once. */
export function warnOfEnds(
  vault: Pick<TlsIdentities, 'certificate'>,
  currentNetwork: () => PartnerNetwork,
  clock: () => Date,
  report: (error: unknown) => void,
): () => Promise<void> {
  let last = -Infinity;
  const endsWithin = (end: Date | undefined, days: number): boolean =>
    end !== undefined && end.getTime() - clock().getTime() < days * DAY_MS;

  return async () => {
    const now = clock().getTime();
    if (now - last < DAY_MS) return;
    last = now;
    for (const use of ['public', 'partner'] as const) {
      if (endsWithin(vault.certificate(use)?.notAfter, CERTIFICATE_WARNING))
        report(new EndsSoon(`${use}-certificate-ends`));
    }
    const { revoked, authorities } = currentNetwork();
    const list = revoked === undefined ? undefined : await readRevocationList(revoked, authorities);
    if (list?.ok && endsWithin(list.value.nextUpdate, REVOCATIONS_WARNING)) report(new EndsSoon('revocations-end'));
  };
}

class EndsSoon extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
    this.name = 'EndsSoon';
  }
}
