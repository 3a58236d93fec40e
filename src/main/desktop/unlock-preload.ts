/** What the passphrase window sees: two named calls. */
import { contextBridge, ipcRenderer } from 'electron';
import { CHANNELS } from './channels.ts';
import type { UnlockBridge } from './unlock/contract.ts';

const bridge: UnlockBridge = {
  facts: () => ipcRenderer.invoke(CHANNELS.unlockFacts),
  open: (passphrase) => ipcRenderer.invoke(CHANNELS.unlockOpen, passphrase),
};
contextBridge.exposeInMainWorld('tokumeiUnlock', bridge);
