/** A program that reads once and closes nothing: started by label-press.test.ts. */
import { openLabelPress } from '#main/labels/index.ts';

const read = await openLabelPress().read(new Uint8Array(3));
process.stdout.write(read.ok ? 'ok' : String(read.error.about));
