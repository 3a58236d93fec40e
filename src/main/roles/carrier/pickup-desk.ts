import type { handoverCommands } from '#shared/desk/handover.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { ok } from '#shared/result.ts';
import type { Carrier } from './carrier.ts';
import { checkManifest } from './check-manifest.ts';
import { answerPickup } from './pickup.ts';
import { listPickups, readPickup } from './pickup-lists.ts';

/** The carrier's end of a handover: each command is one use case. */
export function pickupDesk(
  carrier: Carrier,
): DeskHandlers<Extract<keyof typeof handoverCommands, `pickups.${string}`>> {
  return {
    'pickups.list': async (_, asked) => ok(await listPickups(carrier, asked)),
    'pickups.read': (_, { manifest }) => readPickup(carrier, manifest),
    'pickups.answer': ({ who }, answer) => answerPickup(carrier, who, answer),
    'pickups.check': (_, { csv, jws }) => checkManifest(carrier, { csv: Buffer.from(csv, 'base64'), jws }),
  };
}
