/** Runs once before the tests: an older Node crashes in the database driver, far from the cause. */
export function setup(): void {
  if (Number(process.versions.node.split('.')[0]) >= 24) return;
  process.stderr.write(`The tests need Node 24, this is ${process.version}: run them as "npm run test:unit".\n`);
  process.exit(1);
}
