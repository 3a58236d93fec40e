import { z } from 'zod';
import { addresseeSchema } from '#shared/domain/addressee.ts';

/** An order as `--order FILE` gives it. */
export const orderFileSchema = z.object({
  items: z.array(z.object({ sku: z.string(), quantity: z.int().min(1) })).min(1),
  addressee: addresseeSchema,
  pay: z.enum(['on-delivery', 'later']),
});
export type OrderFile = z.infer<typeof orderFileSchema>;
