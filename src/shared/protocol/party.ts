/** Who takes part: roles and party ids (PROTOCOL.md §1). */
import { z } from 'zod';

export const ROLES = ['mall', 'credit', 'carrier', 'agency', 'wrapper'] as const;
export type Role = (typeof ROLES)[number];

/** The host name of a party's public endpoint, lower case; never changes. */
export const partyIdSchema = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/)
  .brand('PartyId');
export type PartyId = z.infer<typeof partyIdSchema>;

/** RFC 3339 in UTC, as `Date.toISOString` writes it or without the fraction. */
export const timeSchema = z.iso.datetime();

/** Bytes as base64url without padding; an even more exact check is the codec's. */
export const base64UrlSchema = z.string().regex(/^[A-Za-z0-9_-]+$/);
