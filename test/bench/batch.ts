/**
 * The shop's pages during a batch of labels, against idle: `node test/bench/batch.ts [labels] [enough]`, 10,000 by
 * default; it ends early once `enough` are printed. One process as in earnest: doors, database and jobs on its main thread, labels in the press's worker.
 */
import { clearAway } from '#test/builders/a-folder.ts';
import { type Latency, measureBatch } from './batch-load.ts';

const labels = Number(process.argv[2] ?? 10_000);
const enough = Number(process.argv[3] ?? labels);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const words = ({ visits, p50, p95, max }: Latency): string =>
  `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, max ${max.toFixed(1)} ms (${visits} pages)`;

const before = process.memoryUsage().rss;
const { idle, meanwhile, printed, seconds, queuedSeconds } = await measureBatch(labels, 5000, enough);
say(`${printed} of ${labels} labels in ${seconds.toFixed(1)} s (${(printed / seconds).toFixed(1)} a second)`);
say(`written down as a job in ${queuedSeconds.toFixed(2)} s`);
say(`shop page, idle:      ${words(idle)}`);
say(`shop page, meanwhile: ${words(meanwhile)}`);
say(`memory: ${((process.memoryUsage().rss - before) / 2 ** 20).toFixed(0)} MiB more than at the start`);
// What is left to close keeps no process alive.
const awake = setInterval(() => undefined, 1000);
await clearAway();
clearInterval(awake);
process.exit(0);
