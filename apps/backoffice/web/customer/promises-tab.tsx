import { Panes } from "@openitem/ui/office-shell";
import { getRouteApi } from "@tanstack/react-router";
import { PromiseList } from "../promises/promise-list.tsx";
import { useCustomer } from "./customer-context.ts";

const route = getRouteApi("/customers/$customerId/promises");

/** What this customer has promised. */
export function PromisesTab() {
  const { customer } = useCustomer();
  return (
    <Panes>
      <PromiseList
        asked={route.useSearch()}
        base={`/customers/${customer.id}/promises`}
        customerId={customer.id}
      />
    </Panes>
  );
}
