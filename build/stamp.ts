/** Tells whether the pages in `dist` were built from the sources as they are now. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that can change what the pages become. */
const SOURCES = ['src/renderer', 'src/shared', 'build', 'package-lock.json'];

/** Content, not times: a checkout or a copy touches every file and changes none. */
export function sourceHash(root: string): string {
  const hash = createHash('sha256');
  for (const source of SOURCES.map((name) => join(root, name)).filter((path) => existsSync(path))) {
    for (const file of listFiles(source)) {
      const content = readFileSync(file);
      hash.update(`${file.slice(root.length)}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

function listFiles(path: string): string[] {
  if (path.endsWith('package-lock.json')) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const stampFile = (dist: string): string => join(dist, 'pages.stamp');

/** The stamp counts only while the pages it speaks of are there. */
export function readStamp(dist: string): string | undefined {
  const complete = [stampFile(dist), join(dist, 'staff'), join(dist, 'customer')].every((path) => existsSync(path));
  return complete ? readFileSync(stampFile(dist), 'utf8') : undefined;
}

export function writeStamp(dist: string, hash: string): void {
  writeFileSync(stampFile(dist), hash);
}
