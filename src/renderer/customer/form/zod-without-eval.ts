/** Imported before any schema: the page's policy forbids building functions from text, which zod would try. */
import { config } from 'zod';

config({ jitless: true });
