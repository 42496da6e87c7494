import { createServer } from "node:http";
import { createRequestListener } from "@react-router/node";
import type { ServerBuild } from "react-router";

// React chooses its build by this when it is loaded.
process.env.NODE_ENV ??= "production";

const bundle = new URL("./build/server/index.js", import.meta.url);
const build = (await import(bundle.href)) as ServerBuild;
createServer(createRequestListener({ build, mode: "production" })).listen(
  Number(process.env.PORT),
  "127.0.0.1",
);
