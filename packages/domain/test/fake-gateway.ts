import type {
  ChargeSpec,
  Checkout,
  CheckoutSpec,
  GatewayDispute,
  GatewayEvent,
  GatewayRefund,
  Intent,
  PaymentGateway,
  SavedMethod,
  Setup,
  SetupSpec,
} from "../src/payments/gateway.ts";
import { GatewayRefused } from "../src/payments/gateway.ts";
import type {
  BalanceMovement,
  CashMovement,
  GatewayPayout,
  MovementFilter,
} from "../src/payments/money-gateway.ts";

/** A payment provider in memory for rules that need no wire: tests decide what becomes of each payment. */
export class FakeGateway implements PaymentGateway {
  readonly checkouts = new Map<string, Checkout & { spec: CheckoutSpec }>();
  readonly intents = new Map<string, Intent>();
  readonly events: GatewayEvent[] = [];
  readonly setups = new Map<string, Setup & { spec: SetupSpec }>();
  readonly methods = new Map<string, SavedMethod & { isMandateActive: boolean | null }>();
  readonly charges: ChargeSpec[] = [];
  /** How the next charges end; settled at once when there is nothing in the list. */
  nextCharges: Partial<Intent>[] = [];
  calls = 0;
  /** Thrown by the next call, before or after it did its work. */
  failNext: { when: "before" | "after"; error: Error } | null = null;

  async openCheckout(spec: CheckoutSpec): Promise<Checkout> {
    return this.#answer(() => {
      const known = [...this.checkouts.values()].find((each) => each.spec.key === spec.key);
      if (known) return known;
      const checkoutId = `cs_${this.checkouts.size + 1}_${spec.paymentId}`;
      const checkout = {
        checkoutId,
        url: `https://checkout.test/${checkoutId}`,
        status: "open" as const,
        intentId: null,
        paymentId: spec.paymentId,
        spec,
      };
      this.checkouts.set(checkoutId, checkout);
      return checkout;
    });
  }

  async readCheckout(checkoutId: string): Promise<Checkout> {
    const found = this.checkouts.get(checkoutId);
    if (!found) throw new GatewayRefused(`No checkout ${checkoutId}`);
    return found;
  }

  async findCheckout(paymentId: string): Promise<Checkout | null> {
    return [...this.checkouts.values()].find((each) => each.paymentId === paymentId) ?? null;
  }

  async expireCheckout(checkoutId: string): Promise<Checkout> {
    return this.#answer(() => {
      const found = this.checkouts.get(checkoutId);
      if (!found || found.status === "complete")
        throw new GatewayRefused("Only an open checkout can be closed");
      found.status = "expired";
      return found;
    });
  }

  async readIntent(intentId: string): Promise<Intent> {
    const found = this.intents.get(intentId);
    if (!found) throw new GatewayRefused(`No intent ${intentId}`);
    return structuredClone(found);
  }

  async refund({
    key,
    intentId,
    amountMinor,
  }: {
    key: string;
    intentId: string;
    amountMinor: bigint;
  }): Promise<GatewayRefund> {
    return this.#answer(() => {
      const intent = this.intents.get(intentId);
      if (!intent) throw new GatewayRefused(`No intent ${intentId}`);
      const known = intent.refunds.find((refund) => refund.callId === key);
      if (known) return known;
      const refund: GatewayRefund = {
        callId: key,
        ref: `re_${key}`,
        amountMinor,
        status: "succeeded",
        reason: null,
      };
      intent.refunds.push(refund);
      return refund;
    });
  }

  async openSetup(spec: SetupSpec): Promise<Setup> {
    return this.#answer(() => {
      const setupRef = `cs_setup_${spec.methodId}`;
      const known = this.setups.get(setupRef);
      if (known) return known;
      const setup = {
        setupRef,
        url: `https://checkout.test/${setupRef}`,
        status: "open" as const,
        methodId: spec.methodId,
        method: null,
        mandateRef: null,
        failure: null,
        spec,
      };
      this.setups.set(setupRef, setup);
      return setup;
    });
  }

  async readSetup(setupRef: string): Promise<Setup> {
    const found = this.setups.get(setupRef);
    if (!found) throw new GatewayRefused(`No page ${setupRef}`);
    return found;
  }

  async findSetup(methodId: string): Promise<Setup | null> {
    return [...this.setups.values()].find((each) => each.methodId === methodId) ?? null;
  }

  async readMethod(
    methodRef: string,
  ): Promise<{ method: SavedMethod; isMandateActive: boolean | null } | null> {
    const found = this.methods.get(methodRef);
    return found ? { method: found, isMandateActive: found.isMandateActive } : null;
  }

  async detachMethod(methodRef: string): Promise<void> {
    return this.#answer(() => {
      const found = this.methods.get(methodRef);
      if (found) found.customerRef = null;
    });
  }

  async chargeMethod(spec: ChargeSpec): Promise<Intent> {
    return this.#answer(() => {
      const intentId = `pi_charge_${spec.key}`;
      const known = this.intents.get(intentId);
      if (known) return structuredClone(known);
      if (this.methods.get(spec.methodRef)?.customerRef !== spec.customerRef)
        throw new GatewayRefused("This method is not the customer's");
      this.charges.push(spec);
      const over = this.nextCharges.shift() ?? {};
      const intent: Intent = {
        intentId,
        paymentId: spec.paymentId,
        status: "succeeded",
        currency: spec.currency,
        receivedMinor: over.status && over.status !== "succeeded" ? 0n : spec.amountMinor,
        method: spec.methodKind,
        chargeId: `ch_${spec.key}`,
        failure: null,
        failureCode: null,
        refunds: [],
        disputes: [],
        ...over,
      };
      this.intents.set(intentId, intent);
      return structuredClone(intent);
    });
  }

  async findIntent(paymentId: string): Promise<Intent | null> {
    const found = [...this.intents.values()].find((each) => each.paymentId === paymentId);
    return found ? structuredClone(found) : null;
  }

  /** The page of a method was finished: it is kept from now on. */
  keep(methodId: string, over: Partial<SavedMethod> & { mandateRef?: string | null } = {}): SavedMethod {
    const setup = [...this.setups.values()].find((each) => each.methodId === methodId);
    if (!setup) throw new Error(`No page for method ${methodId}`);
    const { mandateRef = null, ...facts } = over;
    const method = {
      ref: `pm_${methodId}`,
      customerRef: setup.spec.customerRef ?? `cus_${methodId}`,
      kind: "card" as const,
      brand: "Visa",
      last4: "4242",
      expiresOn: "2034-12-31",
      ...facts,
    };
    Object.assign(setup, { status: "ready", url: null, method, mandateRef });
    this.methods.set(method.ref, { ...method, isMandateActive: mandateRef === null ? null : true });
    return method;
  }

  /** Movements of the balance, and by reference the payout that each went out with. */
  readonly movements: BalanceMovement[] = [];
  readonly paidOutBy = new Map<string, string>();
  readonly payouts = new Map<string, GatewayPayout>();
  readonly cash = new Map<string, CashMovement>();

  async listMovements(filter: MovementFilter): Promise<BalanceMovement[]> {
    return this.movements.filter((movement) => {
      if ("payoutRef" in filter) return this.paidOutBy.get(movement.ref) === filter.payoutRef;
      if ("sourceRef" in filter) return movement.source?.ref === filter.sourceRef;
      return movement.occurredAt >= filter.since;
    });
  }

  async listPayouts(since: Date): Promise<GatewayPayout[]> {
    return [...this.payouts.values()].filter((payout) => payout.createdAt >= since);
  }

  async readPayout(payoutRef: string): Promise<GatewayPayout> {
    const found = this.payouts.get(payoutRef);
    if (!found) throw new GatewayRefused(`No payout ${payoutRef}`);
    return found;
  }

  async readCashMovement(_customerRef: string, ref: string): Promise<CashMovement> {
    const found = this.cash.get(ref);
    if (!found) throw new GatewayRefused(`No transfer ${ref}`);
    return found;
  }

  readEvent(): GatewayEvent {
    throw new GatewayRefused("Events come from the stand-in, not from here");
  }

  async listEvents(): Promise<GatewayEvent[]> {
    return this.events;
  }

  /** The payer completed the page of `paymentId`; the money is where `over.status` says. */
  complete(paymentId: string, over: Partial<Intent> = {}): Intent {
    const checkout = [...this.checkouts.values()].find((each) => each.paymentId === paymentId);
    if (!checkout) throw new Error(`No checkout for ${paymentId}`);
    const intent: Intent = {
      intentId: `pi_${checkout.checkoutId}`,
      paymentId,
      status: "succeeded",
      currency: checkout.spec.currency,
      receivedMinor: checkout.spec.amountMinor,
      method: "card",
      chargeId: `ch_${checkout.checkoutId}`,
      failure: null,
      refunds: [],
      disputes: [],
      ...over,
    };
    this.intents.set(intent.intentId, intent);
    checkout.status = "complete";
    checkout.intentId = intent.intentId;
    return intent;
  }

  dispute(intent: Intent, dispute: Partial<GatewayDispute>): GatewayDispute {
    const full: GatewayDispute = {
      ref: `dp_${intent.disputes.length}_${intent.intentId}`,
      amountMinor: intent.receivedMinor,
      status: "open",
      isReturn: false,
      reason: "fraudulent",
      ...dispute,
    };
    this.intents.get(intent.intentId)?.disputes.push(full);
    return full;
  }

  #answer<T>(work: () => T): T {
    this.calls += 1;
    const failure = this.failNext;
    this.failNext = null;
    if (failure?.when === "before") throw failure.error;
    const result = work();
    if (failure) throw failure.error;
    return result;
  }
}
