import { ZONE_TEXTS } from '#shared/locale/ship.ts';
import { useSettings } from '../stores/settings-store.ts';

/** Zones that carriers commonly tell apart in the screen's language; any other by its own name. */
export function useZoneName(): (zone: string) => string {
  const language = useSettings((settings) => settings.language);
  return (zone) => ZONE_TEXTS.get(zone)?.[language] ?? zone;
}
