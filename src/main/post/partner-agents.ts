/** Connections to partners' servers: mutual TLS, their pinned keys, our accepted authorities. For every courier. */
import { Agent } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import { spkiPin } from '#main/vault/index.ts';
import type { Partner } from './find-partner.ts';
import { nextTry, type Pace } from './next-try.ts';
import type { Post } from './post.ts';

/** How partners are reached: the certificates to trust, and name resolution. */
export interface PartnerNetwork {
  /** PEM of the accepted certificate authorities. */
  readonly authorities: string;
  /** PEM of their revocation lists. */
  readonly revoked?: string;
  readonly lookup?: LookupFunction;
  /** Own address that connections leave from: to all partners, or to those that are named. The system's choice else. */
  readonly from?: string | Readonly<Record<string, string>>;
}

export interface PartnerAgents {
  /** Goes only to a server with a certificate of an accepted authority, for its host, and a pinned key. */
  of(partner: Partner, network: PartnerNetwork): Agent;
  /** Ends every connection. */
  close(): void;
}

export function openPartnerAgents(post: Post): PartnerAgents {
  const agents = new Map<string, { readonly key: string; readonly agent: Agent }>();
  return {
    of(partner, network) {
      // Another certificate of ours, other pins of theirs or a new revocation list need new connections.
      const key = JSON.stringify([partner.card.tls, post.vault.certificate('partner'), network]);
      const current = agents.get(partner.id);
      if (current?.key === key) return current.agent;
      current?.agent.destroy();
      const own = typeof network.from === 'string' ? network.from : network.from?.[partner.id];
      const agent = new Agent({
        ...(own !== undefined && { localAddress: own, family: isIPv6(own) ? 6 : 4 }),
        ...post.vault.tlsContext('partner'),
        ca: network.authorities,
        ...(network.revoked !== undefined && { crl: network.revoked }),
        minVersion: 'TLSv1.3',
        keepAlive: true,
        maxSockets: 8,
        // A resumed session would not show its certificate again.
        maxCachedSessions: 0,
        checkServerIdentity: (host, certificate) =>
          checkServerIdentity(host, certificate) ??
          (partner.card.tls.includes(spkiPin(certificate.raw)) ? undefined : new Error('pin')),
      });
      agents.set(partner.id, { key, agent });
      return agent;
    },
    close() {
      for (const { agent } of agents.values()) agent.destroy();
    },
  };
}

const PARTNER_PACE: Pace = { first: 1000, longest: 5 * 60_000 };

/** How soon a partner is tried again. @param attempts failed before this one */
export function nextPartnerTry(now: Date, attempts: number): string {
  return nextTry(now, attempts, PARTNER_PACE);
}

/** What staff see of a failure of our own; never its words. */
export function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'internal';
}
