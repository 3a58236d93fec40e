/** Who knows what of one order, as every party's desk can ask about its own: kinds of fact, never a value. */
import { z } from 'zod';
import type { KnownFact, OrderShape } from '../domain/knowledge.ts';
import { partyIdSchema, type Role } from '../protocol/party.ts';
import { command } from './command.ts';

export interface Knowledge {
  /** As it was asked for, or the parcel's, payment's or request's own. */
  readonly number: string;
  /** Whose knowledge it is. */
  readonly role: Role;
  readonly order: OrderShape;
  readonly facts: readonly KnownFact[];
}

export const knowledgeCommands = {
  /**
   * By any number that this party has for the order; read from its tables now. Fails with `not-found`, in a mall as
   * looking up an order does.
   */
  'knowledge.read': command<Knowledge>()(
    z.object({
      number: z.string().trim().min(1).max(64),
      /** Whose number it is, where malls issue it. */
      mall: partyIdSchema.optional(),
    }),
  ),
};
