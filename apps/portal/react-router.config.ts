import type { Config } from "@react-router/dev/config";

export default {
  appDirectory: "app",
  ssr: true,
  // There are few routes: one file that browsers keep tells them all, and no page has to.
  routeDiscovery: { mode: "initial" },
} satisfies Config;
