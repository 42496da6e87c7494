import { reactRouter } from "@react-router/dev/vite";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [tailwindcss(), reactRouter()],
  // Fonts and pictures stay files: the content policy allows no font from a data address.
  build: { assetsInlineLimit: 0 },
  // The server build is the whole application with its routes; `server/main.ts` opens the port for it.
  environments: { ssr: { build: { rolldownOptions: { input: "./server/app.ts" } } } },
});
