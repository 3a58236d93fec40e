/** What a station and its service say to each other while they pair; both ends check it. */
import { z } from 'zod';
import { STATION_KINDS } from '#shared/desk/stations.ts';
import { PAIRING_SECRET_DIGITS } from '#shared/domain/pairing-code.ts';
import { base64UrlSchema, ROLES } from '#shared/protocol/party.ts';

export const PAIR_PATH = '/pair';
export const DESK_PATH = '/desk';

/** Close codes of a station's connection. */
export const REVOKED_CODE = 4403;
export const UNKNOWN_CODE = 4401;

/** The service's first words on a station's connection: it was taken in. */
export interface Welcome {
  readonly welcome: true;
}

export const stationRequestSchema = z.strictObject({
  secret: z.string().regex(new RegExp(`^\\d{${PAIRING_SECRET_DIGITS}}$`)),
  request: z.string().max(4096),
  sealingKey: base64UrlSchema.length(43),
});

const stationSchema = z.object({
  id: z.uuid(),
  name: z.string().max(40),
  kind: z.enum(STATION_KINDS),
  depot: z.string().max(12).exactOptional(),
});

export const pairedSchema = z.object({
  /** The station's certificate and the authority's, PEM. */
  certificate: z.string().max(16_384),
  station: stationSchema,
  office: z.object({
    id: z.string().max(253),
    role: z.enum(ROLES),
    name: z.string().max(60),
    place: z.string().max(60),
    publicUrl: z.string().max(300).exactOptional(),
    demo: z.boolean(),
  }),
});
export type Paired = z.infer<typeof pairedSchema>;
