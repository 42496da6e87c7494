import type { Config } from "@react-router/dev/config";

/** The bare page, the floor of the portal's pages. */
export default { appDirectory: "bare-page", ssr: true } satisfies Config;
