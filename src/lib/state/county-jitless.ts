/** First import of the console: the page's CSP forbids eval, and zod reads this setting when a schema is made. */
import * as z from 'zod/mini';

z.config({ jitless: true });
