/** The list of withdrawn certificates as a party takes it in, before a listener relies on it (RFC 5280 §5). */
import { fail, ok, type Result } from '#shared/result.ts';
import { parseChain, x509 } from './certificates.ts';

export interface RevocationList {
  /** The list, PEM, and nothing around it. */
  readonly pem: string;
  readonly thisUpdate: Date;
  /** When a newer one must be there: from then on a listener refuses everybody. */
  readonly nextUpdate: Date;
}

/**
 * Reads one list that one of the given authorities signed; whether it has run out is left to the caller.
 * Fails with `revocations-invalid` about `form` (none, more than one, damaged, or without an end) or `signature`.
 *
 * @param pem labelled `X509 CRL`, the only label that TLS listeners read
 * @param authorities certificates of the accepted authorities, PEM
 */
export async function readRevocationList(pem: string, authorities: string): Promise<Result<RevocationList>> {
  const blocks = pem.match(/-----BEGIN X509 CRL-----[^-]+-----END X509 CRL-----/g) ?? [];
  if (blocks.length !== 1) return fail('revocations-invalid', 'form');
  const list = parseList(blocks[0]!);
  if (!list?.nextUpdate) return fail('revocations-invalid', 'form');
  for (const authority of parseChain(authorities) ?? []) {
    const certificate = new x509.X509Certificate(authority.raw);
    if (certificate.subject !== list.issuer || !(await isSignedBy(list, certificate))) continue;
    return ok({ pem: `${blocks[0]}\n`, thisUpdate: list.thisUpdate, nextUpdate: list.nextUpdate });
  }
  return fail('revocations-invalid', 'signature');
}

function parseList(block: string): x509.X509Crl | undefined {
  try {
    return new x509.X509Crl(block);
  } catch {
    return undefined;
  }
}

async function isSignedBy(list: x509.X509Crl, authority: x509.X509Certificate): Promise<boolean> {
  try {
    return await list.verify({ publicKey: authority });
  } catch {
    return false;
  }
}
