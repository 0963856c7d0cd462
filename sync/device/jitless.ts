/** The page's policy forbids compiling at run time, which zod would otherwise try. Imported by the parts that use zod: the first screen has none. */
import * as z from 'zod/mini';

z.config({ jitless: true });
