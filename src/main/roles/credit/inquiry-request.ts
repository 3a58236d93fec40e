/** What an inquiry brings to be opened, as it lies in the database until it is decided. */
import { z } from 'zod';
import { sealerSchema } from '#shared/protocol/order-part.ts';

/** `mall`: a part that the mall relayed. `agency`: what the customer confirmed there. */
export const inquiryRequestSchema = z.discriminatedUnion('from', [
  z.object({ from: z.literal('mall'), by: sealerSchema, part: z.string(), contents: z.string().optional() }),
  z.object({
    from: z.literal('agency'),
    quantity: z.int(),
    wallet: z.string(),
    resealed: z.string().optional(),
    confirmation: z.string(),
    contents: z.string().optional(),
  }),
]);
export type InquiryRequest = z.infer<typeof inquiryRequestSchema>;
export type RelayedPart = Extract<InquiryRequest, { readonly from: 'mall' }>;
export type ConfirmedOrder = Extract<InquiryRequest, { readonly from: 'agency' }>;
