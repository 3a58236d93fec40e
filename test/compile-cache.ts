/**
 * Imported by the configurations of both test runners: what they start – their own workers, and the parties – keeps its
 * compiled code in the folder for temporary files, where Node keeps it by itself when it is asked for in code. A party
 * comes up in half the time.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';

process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache');
