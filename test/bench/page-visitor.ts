/** A thread that asks for a page again and again over TLS, one after the other, and tells how long each took (ms). */
import { Agent, get } from 'node:https';
import { parentPort, workerData } from 'node:worker_threads';

const { port, path, host, pauseMs } = workerData as { port: number; path: string; host: string; pauseMs: number };
const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
let times: number[] = [];

function visit(): Promise<void> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    get({ host: '127.0.0.1', port, path, agent, servername: host, headers: { host } }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode !== 200) return reject(new Error(`HTTP ${response.statusCode}`));
        times.push(performance.now() - begun);
        resolve();
      });
    }).on('error', reject);
  });
}

parentPort!.on('message', () => {
  parentPort!.postMessage(times, []);
  times = [];
});
for (;;) {
  await visit();
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
}
