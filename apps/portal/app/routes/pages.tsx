import { Outlet, useRouteLoaderData } from "react-router";
import { FaultPage } from "../parts/fault-page.tsx";
import type { loader as rootLoader } from "../root.tsx";
import type { Route } from "./+types/pages";

/** Holds the pages, so that one that fails leaves the account and the navigation in place. */
export default function Pages() {
  return <Outlet />;
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <FaultPage error={error} reference={useRouteLoaderData<typeof rootLoader>("root")?.reference} />;
}
