import * as z from 'zod/mini';

// As in the station's worker, where a page's policy forbids code made at run time.
z.config({ jitless: true });
