/** What buffers really hold: garbage that nobody has collected yet is not counted. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes outside of the heap that are still in use. */
export function heldBytes(): number {
  collect();
  return process.memoryUsage().arrayBuffers;
}
