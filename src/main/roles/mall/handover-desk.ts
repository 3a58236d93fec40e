import type { handoverCommands } from '#shared/desk/handover.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { ok } from '#shared/result.ts';
import { closeManifest } from './close-manifest.ts';
import { carriersToCount, countPiece, readCount, takeBackPiece } from './count-parcels.ts';
import type { Mall } from './mall.ts';
import { foundHere, listManifests, manifestPapers, readManifest } from './manifests.ts';

/** The mall's end of a handover: each command is one use case. */
export function mallHandoverDesk(
  mall: Mall,
): DeskHandlers<Extract<keyof typeof handoverCommands, `handover.${string}`>> {
  return {
    'handover.carriers': async () => ok(await carriersToCount(mall)),
    'handover.read': async (_, { carrier }) => ok(await readCount(mall, carrier)),
    'handover.count': ({ who }, scanned) => countPiece(mall, who, scanned),
    'handover.take-back': (_, piece) => takeBackPiece(mall, piece),
    'handover.close': ({ who }, { carrier }) => closeManifest(mall, who, carrier),
    'handover.manifests': async (_, asked) => ok(await listManifests(mall, asked)),
    'handover.manifest': (_, { manifest }) => readManifest(mall, manifest),
    'handover.papers': (_, wanted) => manifestPapers(mall, wanted),
    'handover.found': ({ who }, { purchase }) => foundHere(mall, who, purchase),
  };
}
