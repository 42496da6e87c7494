import { z } from "zod";

// Compiled checks need eval, which the content policy refuses. Imported before any schema is made.
z.config({ jitless: true });
