import type { Measure } from "../measure.ts";
export const page: Measure = { name: "page", run: async () => [] };
