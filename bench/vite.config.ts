import { readFileSync } from "node:fs";
import { reactRouter } from "@react-router/dev/vite";
import { defineConfig } from "vite";
import { asModule } from "./portal-markup.ts";

const NAME = "virtual:markup";
const file = process.env.BARE_PAGE_HTML;

/** The page's markup becomes code as somebody would write it by hand: nested elements, made anew for each request. */
const markup = {
  name: "markup",
  resolveId: (id: string) => (id === NAME ? `\0${NAME}` : undefined),
  load(id: string) {
    if (id !== `\0${NAME}`) return;
    if (!file) throw new Error("BARE_PAGE_HTML names the page whose markup is to be rendered.");
    return asModule(readFileSync(file, "utf8"));
  },
};

export default defineConfig({ plugins: [markup, reactRouter()] });
