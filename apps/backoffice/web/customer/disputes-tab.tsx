import { Panes } from "@openitem/ui/office-shell";
import { getRouteApi } from "@tanstack/react-router";
import { DisputeList } from "../disputes/dispute-list.tsx";
import { useCustomer } from "./customer-context.ts";

const route = getRouteApi("/customers/$customerId/disputes");

/** What this customer disputes. */
export function DisputesTab() {
  const { customer } = useCustomer();
  return (
    <Panes>
      <DisputeList
        asked={route.useSearch()}
        base={`/customers/${customer.id}/disputes`}
        customerId={customer.id}
      />
    </Panes>
  );
}
