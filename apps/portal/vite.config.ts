import { reactRouter } from "@react-router/dev/vite";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import { compiledMessages } from "./compiled-messages.ts";

export default defineConfig({
  plugins: [tailwindcss(), reactRouter(), compiledMessages()],
  // Fonts and pictures stay files: the content policy allows no font from a data address.
  build: { assetsInlineLimit: 0 },
  environments: {
    // What several pages need comes in two files instead of thirty, each of which every page would have to name.
    client: {
      build: {
        rolldownOptions: {
          output: {
            codeSplitting: {
              groups: [
                { name: "libraries", test: /\/node_modules\// },
                { name: "shared", test: /\/(packages\/ui\/src|apps\/portal\/app)\//, minShareCount: 2 },
              ],
            },
          },
        },
      },
    },
    // The server build is the whole application with its routes; `server/main.ts` opens the port for it.
    ssr: { build: { rolldownOptions: { input: "./server/app.ts" } } },
  },
});
