import "./no-eval.ts";
import "./app.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "./api.ts";
import { routes } from "./routes.tsx";
import { applyTheme, storedTheme } from "./shell/theme.ts";
import { Words } from "./words.tsx";

applyTheme(storedTheme());

const root = document.getElementById("root");
if (!root) throw new Error("The page has no place for the app.");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Words>
        <RouterProvider router={routes} />
      </Words>
    </QueryClientProvider>
  </StrictMode>,
);
