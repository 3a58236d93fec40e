/** The worker thread of the label press: one job at a time, results by message. */
import { parentPort } from 'node:worker_threads';
import { doLabelJob, type LabelJob, type LabelJobResult } from './label-work.ts';

/** What the thread says: how far it is, and in the end the result. */
export type LabelWorkerMessage = { readonly done: number } | { readonly result: LabelJobResult };

const port = parentPort;
if (port === null) throw new Error('label-worker runs as a worker thread only');

const say = (message: LabelWorkerMessage, handedOver: ArrayBuffer[] = []): void =>
  port.postMessage(message, handedOver);

port.on('message', (job: LabelJob) => {
  // A throw ends the thread: the press fails this job and starts another thread for the next.
  void doLabelJob(job, (done) => say({ done })).then((result) => say({ result }, ownedBuffers(result)));
});

function ownedBuffers(result: LabelJobResult): ArrayBuffer[] {
  if (!result.ok || !('pdf' in result.value)) return [];
  const { pdf } = result.value;
  return pdf === undefined ? [] : 'png' in result.value ? [pdf.buffer, result.value.png.buffer] : [pdf.buffer];
}
