/** Beside every test file: several may share a worker, and each clears away its own. */
import { afterAll } from 'vitest';
import { clearAway } from './builders/a-folder.ts';

afterAll(clearAway);
