// Serves the built gallery under the content policy of the apps: PORT=4110 node gallery/serve.ts
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

const out = fileURLToPath(new URL("./build/", import.meta.url));
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".woff2": "font/woff2",
};

createServer((request, response) => {
  const name = (request.url ?? "/").split("?")[0]!.replace(/[^\w.-]/g, "");
  const file = out + (name || "components.html");
  if (!existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, {
    "content-type": TYPES[extname(file)] ?? "application/octet-stream",
    "content-security-policy":
      "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; script-src 'self'",
  });
  createReadStream(file).pipe(response);
}).listen(Number(process.env.PORT ?? 4110), "127.0.0.1");
