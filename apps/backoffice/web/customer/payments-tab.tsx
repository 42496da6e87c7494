import { Panes } from "@openitem/ui/office-shell";
import { getRouteApi } from "@tanstack/react-router";
import { PaymentList } from "../payments/payment-list.tsx";
import { useCustomer } from "./customer-context.ts";

const route = getRouteApi("/customers/$customerId/payments");

/** The payments of this customer. */
export function PaymentsTab() {
  const { customer, underWay } = useCustomer();
  return (
    <Panes>
      <PaymentList
        asked={route.useSearch()}
        base={`/customers/${customer.id}/payments`}
        customerId={customer.id}
        busy={underWay.length > 0}
      />
    </Panes>
  );
}
