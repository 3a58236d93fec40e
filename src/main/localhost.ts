import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** As `dns.lookup`, but `*.localhost` is always this machine (RFC 6761 §6.3), which not every resolver knows. */
export const lookupLocalhost: LookupFunction = (host, options, callback) => {
  if (!/(^|\.)localhost$/.test(host)) return lookup(host, options, callback as never);
  const address = '127.0.0.1';
  // Not at once: a connection that fails before whoever asked for it listens for errors would end the process.
  process.nextTick(() => (options.all ? callback(null, [{ address, family: 4 }]) : callback(null, address, 4)));
};
