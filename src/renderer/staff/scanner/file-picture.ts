/** A picture that the camera can't read goes onto the exceptions workbench: the one way a picture leaves the page. */
import type { ExceptionPlace } from '#shared/desk/exceptions.ts';
import type { Role } from '#shared/protocol/party.ts';
import { fail, type Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import { useStation } from '../stores/desk-stores.ts';

export const CAMERA_PLACE: Readonly<Partial<Record<Role, ExceptionPlace>>> = {
  mall: 'packing',
  carrier: 'scan',
  credit: 'forwarding',
};
const QUALITY = 0.85;

export async function filePicture(role: Role, video: HTMLVideoElement | null): Promise<Result<{ id: string }>> {
  const place = CAMERA_PLACE[role];
  const picture = video && (await takePicture(video));
  if (place === undefined || !picture) return fail('unavailable', 'camera');
  return desk.call('exceptions.file', {
    place,
    code: 'scan-unreadable',
    picture: { type: 'image/jpeg', picture },
    ...(role === 'carrier' && { step: useStation.getState().step }),
  });
}

/** The present picture as JPEG, base64. */
async function takePicture(video: HTMLVideoElement): Promise<string | undefined> {
  if (video.videoWidth === 0) return undefined;
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
