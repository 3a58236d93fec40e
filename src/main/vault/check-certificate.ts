/** Whether a certificate that came from elsewhere is one that a party can work with, before it is put into use. */
import type { X509Certificate } from 'node:crypto';
import { fail, ok, type Result } from '#shared/result.ts';
import { parseChain } from './certificates.ts';

const isRoot = (certificate: X509Certificate): boolean => certificate.ca && certificate.checkIssued(certificate);

/** Those of the certificates, PEM, that are authorities' own; empty where there are none. */
export function authoritiesIn(pem: string): string {
  return (parseChain(pem) ?? [])
    .filter(isRoot)
    .map((certificate) => certificate.toString())
    .join('');
}

/**
 * Fails with `certificate-invalid` about `form`, `host` (it is for another name) or `authority` (none of those accepted
 * stands above it).
 *
 * @param chain PEM, the party's own first
 * @param terms.authorities certificates of the accepted authorities, PEM
 */
export function checkCertificate(
  chain: string,
  { host, authorities }: { readonly host: string; readonly authorities: string },
): Result<void> {
  const [leaf, ...above] = parseChain(chain) ?? [];
  const accepted = parseChain(authorities);
  if (!leaf || !accepted) return fail('certificate-invalid', 'form');
  if (leaf.checkHost(host) === undefined) return fail('certificate-invalid', 'host');
  const top = above.at(-1) ?? leaf;
  const isAccepted = accepted.some(
    (one) => one.raw.equals(top.raw) || (top.checkIssued(one) && top.verify(one.publicKey)),
  );
  return isAccepted ? ok() : fail('certificate-invalid', 'authority');
}
