/** Entry of the command line: finds the command and leaves the rest to its file. */
import { COMMANDS, usage } from './commands.ts';

const [name = 'help', ...args] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (!command) {
  console.error(usage());
  process.exit(name === 'help' || name === '--help' ? 0 : 2);
}
try {
  process.exitCode = await (await command.load())(args);
} catch (error) {
  // Arguments that parseArgs refuses, and files that are not there; anything else is a bug and shows where.
  const { code = '', message, stack } = error as { code?: string; message: string; stack: string };
  const isArgument = code.startsWith('ERR_PARSE_ARGS');
  console.error(isArgument || code === 'ENOENT' ? message : stack);
  process.exitCode = isArgument ? 2 : 1;
}
