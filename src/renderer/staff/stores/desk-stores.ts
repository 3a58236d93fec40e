/** The stores of this page, joined to its line. Screens import them from here; tests make their own. */
import { desk } from '../client.ts';
import { playTone, type Tone } from '../sound.ts';
import { createStationStore } from '../stations/carrier/station-store.ts';
import { createGoodsStore } from '../stations/mall/goods-store.ts';
import { createForwardingStore } from '../stations/credit/forwarding-store.ts';
import { createPackingStore } from '../stations/mall/packing-store.ts';
import { printOut } from '../stations/mall/print-out.ts';
import { createOfficeStore } from './office-store.ts';
import { rememberClerk, useSettings } from './settings-store.ts';

export function play(tone: Tone): void {
  const { sound, volume } = useSettings.getState();
  if (sound) playTone(tone, volume);
}

export const useOffice = createOfficeStore(desk, useSettings.getState().clerk, forgetPersons, rememberClerk);
export const usePacking = createPackingStore(desk, play, printOut);
export const useGoods = createGoodsStore(desk, play);
export const useStation = createStationStore(desk, play, () => useSettings.getState().asksProof);
export const useForwarding = createForwardingStore(desk, play);

/** What lies in the stores; screens that show persons are taken down as long as the desk is locked. */
function forgetPersons(): void {
  useStation.getState().forget();
  useForwarding.getState().clear();
}
