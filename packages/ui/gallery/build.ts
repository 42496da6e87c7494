// Renders the gallery as static pages: `node gallery/build.ts`, then `node gallery/serve.ts`.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import { build, createServer } from "vite";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = `${here}build`;

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await build({
  root: here,
  configFile: false,
  logLevel: "warn",
  base: "./",
  plugins: [tailwindcss()],
  build: {
    outDir: out,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        portal: `${here}theme-portal.css`,
        office: `${here}theme-office.css`,
        live: `${here}live.tsx`,
      },
      output: { assetFileNames: "[name][extname]", entryFileNames: "[name].js" },
    },
  },
});

const server = await createServer({
  root: here,
  configFile: false,
  logLevel: "warn",
  server: { middlewareMode: true },
  appType: "custom",
});
writeFileSync(
  `${out}/live.html`,
  '<!doctype html><html lang="en" data-density="compact"><meta charset="utf-8"><title>live</title><link rel="stylesheet" href="office.css"><div id="live"></div><script type="module" src="live.js"></script></html>',
);
try {
  const pages: { renderAll: () => { name: string; html: string }[] } = (await server.ssrLoadModule(
    `${here}pages.tsx`,
  )) as never;
  for (const page of pages.renderAll()) writeFileSync(`${out}/${page.name}.html`, page.html);
} finally {
  await server.close();
}
