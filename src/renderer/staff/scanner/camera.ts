/**
 * The camera as a scanner: pictures go to a worker, one at a time, and what it reads arrives as a scan. Pictures are
 * never kept and never leave the page.
 */
import { create } from 'zustand';
import { parseLabelId } from '#shared/domain/label-id.ts';
import type { Role } from '#shared/protocol/party.ts';
import { parseLabelText } from '#shared/protocol/label-text.ts';
import { ok } from '#shared/result.ts';
import { receiveText } from './arrivals.ts';
import { chooseCode } from './choose-code.ts';

export interface FoundCodes {
  readonly texts: readonly string[];
}

export type CameraState = 'off' | 'starting' | 'looking' | 'refused' | 'missing' | 'busy' | 'lost';

export interface CameraStore {
  readonly state: CameraState;
  readonly stream?: MediaStream | undefined;
  readonly devices: readonly { readonly id: string; readonly name: string }[];
  /** What the running device can do. */
  readonly torch?: boolean | undefined;
  readonly zoom?:
    { readonly min: number; readonly max: number; readonly step: number; readonly now: number } | undefined;
  readonly lit: boolean;
  /** Milliseconds from the picture to the last code. */
  readonly readIn?: number | undefined;
}

const OFF = {
  state: 'off',
  stream: undefined,
  torch: undefined,
  zoom: undefined,
  lit: false,
  readIn: undefined,
} as const;
export const useCamera = create<CameraStore>()(() => ({ ...OFF, devices: [] }));

/** One that was read is not read again until so many pictures, over so long (ms), were without it. */
const AWAY = { pictures: 3, ms: 700 };
/** Bars are read sooner than the code with the envelope beside them; it is waited for so long (ms). */
const BESIDE = 120;

interface Capabilities extends MediaTrackCapabilities {
  readonly torch?: boolean;
  readonly zoom?: { readonly min: number; readonly max: number; readonly step: number };
}

let stopCurrent: (() => void) | undefined;

export function toggleCamera(role: Role, device: string): void {
  if (useCamera.getState().state === 'off') void startCamera(role, device);
  else stopCamera();
}

export function stopCamera(): void {
  stopCurrent?.();
  stopCurrent = undefined;
  useCamera.setState({ ...OFF });
}

/** @param device id of the camera; empty: one that looks away from the person, where there is one */
export async function startCamera(role: Role, device: string): Promise<void> {
  stopCamera();
  let wanted = true;
  stopCurrent = () => (wanted = false);
  useCamera.setState({ state: 'starting' });
  // While the device wakes up, the decoder does, too.
  const decoder = openDecoder();
  let stream: MediaStream;
  try {
    stream = await openStream(device);
  } catch (error) {
    if (wanted) useCamera.setState({ state: stateOf(error) });
    return;
  }
  const [track] = stream.getVideoTracks();
  if (!wanted || !track) return stream.getTracks().forEach((one) => one.stop());
  const end = readPictures(stream, role, decoder);
  stopCurrent = () => {
    end();
    track.stop();
  };
  track.addEventListener('ended', () => {
    stopCamera();
    useCamera.setState({ state: 'lost' });
  });
  const can = track.getCapabilities() as Capabilities;
  useCamera.setState({
    state: 'looking',
    stream,
    devices: await listCameras(),
    torch: can.torch === true ? true : undefined,
    zoom: can.zoom && can.zoom.max > can.zoom.min ? { ...can.zoom, now: can.zoom.min } : undefined,
  });
}

export async function lightTorch(lit: boolean): Promise<void> {
  await applySetting({ torch: lit });
  useCamera.setState({ lit });
}

export async function zoomTo(now: number): Promise<void> {
  await applySetting({ zoom: now });
  useCamera.setState(({ zoom }) => ({ zoom: zoom && { ...zoom, now } }));
}

/** Known to cameras, and not yet to the types. */
async function applySetting(setting: { readonly torch: boolean } | { readonly zoom: number }): Promise<void> {
  const [track] = useCamera.getState().stream?.getVideoTracks() ?? [];
  await track?.applyConstraints({ advanced: [setting as MediaTrackConstraintSet] });
}

async function openStream(device: string): Promise<MediaStream> {
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
  const any = { ...size, facingMode: { ideal: 'environment' } };
  if (device === '') return navigator.mediaDevices.getUserMedia({ video: any });
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { ...size, deviceId: { exact: device } } });
  } catch (error) {
    // The remembered one is not plugged in today.
    if (stateOf(error) !== 'missing') throw error;
    return navigator.mediaDevices.getUserMedia({ video: any });
  }
}

function stateOf(error: unknown): 'refused' | 'missing' | 'busy' {
  const { name } = error as { readonly name?: string };
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'missing';
}

async function listCameras(): Promise<CameraStore['devices']> {
  const all = await navigator.mediaDevices.enumerateDevices();
  return all.filter(({ kind }) => kind === 'videoinput').map(({ deviceId, label }) => ({ id: deviceId, name: label }));
}

interface Decoder {
  readonly worker: Worker;
  ready: boolean;
}
let opened: Decoder | undefined;

/** Once for the page: compiling it takes longer than reading. */
function openDecoder(): Decoder {
  if (opened) return opened;
  const worker = new Worker(new URL('./camera-worker.ts', import.meta.url), { type: 'module' });
  const decoder: Decoder = { worker, ready: false };
  worker.addEventListener('message', () => (decoder.ready = true), { once: true });
  opened = decoder;
  return decoder;
}

/** Returns how to end it. While the worker is at one picture, those that come are left out. */
function readPictures(stream: MediaStream, role: Role, decoder: Decoder): () => void {
  const { worker } = decoder;
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  const seen = openSeen((text, ms) => {
    useCamera.setState({ readIn: Math.round(ms) });
    receiveText(text, 'camera', ms);
  });
  let ended = false;
  let busy = false;
  const onPicture = (): void => {
    if (ended) return;
    video.requestVideoFrameCallback(onPicture);
    if (busy || !decoder.ready) return;
    busy = true;
    seen.begin();
    createImageBitmap(video).then(
      (picture) => (ended ? picture.close() : worker.postMessage(picture, [picture])),
      () => (busy = false),
    );
  };
  const onFound = ({ data }: MessageEvent<FoundCodes | 'ready'>): void => {
    busy = false;
    if (data === 'ready') return;
    const chosen = chooseCode(data.texts, role);
    seen.see(chosen?.text, chosen?.kind === 'id');
  };
  worker.addEventListener('message', onFound);
  video.requestVideoFrameCallback(onPicture);
  void video.play().catch(() => undefined);
  return () => {
    ended = true;
    seen.close();
    worker.removeEventListener('message', onFound);
    video.srcObject = null;
  };
}

/** Every code once for each time that it is held before the camera. */
export function openSeen(
  onCode: (text: string, ms: number) => void,
  now: () => number = () => performance.now(),
): { begin(): void; see(text: string | undefined, mayGrow: boolean): void; close(): void } {
  let begun: number | undefined;
  let last: { readonly about: string; at: number; missed: number } | undefined;
  let waiting: { readonly text: string; readonly timer: ReturnType<typeof setTimeout> } | undefined;
  function say(text: string): void {
    clearTimeout(waiting?.timer);
    waiting = undefined;
    last = { about: aboutOf(text), at: now(), missed: 0 };
    onCode(text, now() - (begun ?? now()));
  }
  return {
    begin() {
      if (!waiting) begun = now();
    },
    see(text, mayGrow) {
      if (text === undefined) {
        if (last) last.missed += 1;
        return;
      }
      if (last && last.about === aboutOf(text) && !(last.missed >= AWAY.pictures && now() - last.at >= AWAY.ms)) {
        last.at = now();
        last.missed = 0;
        return;
      }
      if (!mayGrow) return say(text);
      waiting ??= { text, timer: setTimeout(() => waiting && say(waiting.text), BESIDE) };
    },
    close: () => clearTimeout(waiting?.timer),
  };
}

/** All codes of one printed label are about the same piece. */
function aboutOf(text: string): string {
  const sealed = parseLabelText(text);
  const label = sealed.ok ? ok(sealed.value.label) : parseLabelId(text);
  return label.ok ? `${label.value.number} ${label.value.piece}` : text;
}
