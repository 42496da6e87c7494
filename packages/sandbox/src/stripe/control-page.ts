import type { EmulatorContext } from "emulate";
import type Stripe from "stripe";
import { formatAmount } from "./currencies.ts";
import { deliveriesOf } from "./deliveries.ts";
import { html, type Markup, page, pageHeaders } from "./html.ts";
import { methodOf } from "./payments.ts";
import { idOf, type StripeState } from "./state.ts";
import type { World } from "./world.ts";

const shown = 25;
const recent = <Row>(rows: Record<string, Row>): Row[] => Object.values(rows).slice(-shown).reverse();

function button(label: string, action: string, fields: Record<string, string>): Markup {
  return html`<form method="post" action="/_control/${action}">${Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button type="submit">${label}</button></form>`;
}

function table(title: string, heads: string[], rows: Markup[], empty: string): Markup {
  if (rows.length === 0) return html`<h2>${title}</h2><p class="quiet">${empty}</p>`;
  return html`<h2>${title}</h2><div class="scroll" tabindex="0" role="region" aria-label="${title}"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

const at = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ");

function sessionRow(session: Stripe.Checkout.Session): Markup {
  const open = session.status === "open";
  return html`<tr><td>${at(session.created)}</td><td>${open && session.url ? html`<a href="${session.url}">${session.id}</a>` : session.id}</td>
<td class="amount">${formatAmount(session.amount_total ?? 0, session.currency ?? "usd")}</td><td>${session.status ?? ""}, ${session.payment_status}</td>
<td><div class="row">${open ? [button("Pay", "complete_session", { session: session.id }), button("Expire", "expire_session", { session: session.id })] : null}</div></td></tr>`;
}

/** Methods that are kept for charges without anybody at the screen, and how such a charge is to end. */
function keptMethods(world: World): Markup[] {
  const kept = Object.values(world.state.paymentMethods).filter((method) => method.customer !== null);
  return kept
    .slice(-shown)
    .reverse()
    .map((method) => {
      const decide = (label: string, outcome: string, reason = "") =>
        button(label, "decide_charges", { payment_method: method.id, outcome, reason });
      const buttons =
        method.type === "card"
          ? [
              decide("Accept", "succeeds"),
              decide("Decline", "declined"),
              decide("Lack of money", "declined", "insufficient_funds"),
              decide("Ask the payer", "authentication_required"),
            ]
          : [
              decide("Settle", "settles"),
              decide("Lack of money, later", "fails", "insufficient_funds"),
              decide("Account closed", "declined", "account_closed"),
              decide("Return after settling", "returned", "insufficient_funds"),
            ];
      const said = world.state.chargeOutcomes[method.id];
      const number = method.card ?? method.us_bank_account ?? method.sepa_debit;
      return html`<tr><td>${at(method.created)}</td><td>${method.id}</td><td>${method.type} ${number?.last4 ?? ""}</td>
<td>${said ? `${said.outcome}${said.reason ? `, ${said.reason}` : ""}` : "as it should"}</td>
<td><div class="row">${buttons}${button("End it", "detach_method", { payment_method: method.id })}</div></td></tr>`;
    });
}

function paymentButtons(world: World, intent: Stripe.PaymentIntent): Markup[] {
  const payment = { payment_intent: intent.id };
  if (["processing", "requires_action"].includes(intent.status)) {
    return [button("Settle", "settle_payment", payment), button("Fail", "fail_payment", payment)];
  }
  const charge = world.state.charges[idOf(intent.latest_charge) ?? ""];
  if (intent.status !== "succeeded" || !charge || charge.disputed) return [];
  const refund = charge.refunded ? [] : [button("Refund", "refund", payment)];
  return methodOf(charge) === "card"
    ? [
        ...refund,
        button("Dispute", "open_dispute", payment),
        button("Inquiry", "open_dispute", { ...payment, inquiry: "true" }),
      ]
    : [
        ...refund,
        button("Return", "return_payment", payment),
        button("Not authorised", "return_payment", {
          ...payment,
          reason: "debit_not_authorized",
          network_code: methodOf(charge) === "sepa_debit" ? "MD01" : "R10",
        }),
      ];
}

function paymentRow(world: World, intent: Stripe.PaymentIntent): Markup {
  return html`<tr><td>${at(intent.created)}</td><td>${intent.id}</td><td class="amount">${formatAmount(intent.amount, intent.currency)}</td>
<td>${intent.status}${intent.last_payment_error ? `, ${intent.last_payment_error.code ?? ""}` : ""}</td>
<td><div class="row">${paymentButtons(world, intent)}</div></td></tr>`;
}

function aftermath(world: World): Markup[] {
  const refunds = recent(world.state.refunds).map((refund) => {
    const finish = (outcome: string, label: string) =>
      button(label, "finish_refund", { refund: refund.id, outcome });
    const buttons =
      refund.status === "pending" ? [finish("succeeded", "Succeed"), finish("failed", "Fail")] : [];
    return { created: refund.created, row: moneyRow(refund, refund.status ?? "", buttons) };
  });
  const disputes = recent(world.state.disputes).map((dispute) => {
    const close = (outcome: string, label: string) =>
      button(label, "close_dispute", { dispute: dispute.id, outcome });
    const open = /needs_response|under_review/.test(dispute.status);
    const status = `${dispute.status}, ${dispute.reason}`;
    return {
      created: dispute.created,
      row: moneyRow(dispute, status, open ? [close("won", "Won"), close("lost", "Lost")] : []),
    };
  });
  const payouts = recent(world.state.payouts).map((payout) => {
    const finish = (outcome: string, label: string) =>
      button(label, "finish_payout", { payout: payout.id, outcome });
    const buttons =
      payout.status === "in_transit"
        ? [finish("paid", "Paid"), finish("failed", "Failed"), finish("canceled", "Cancel")]
        : payout.status === "paid"
          ? [finish("failed", "Sent back")]
          : [];
    return { created: payout.created, row: moneyRow(payout, payout.status, buttons) };
  });
  return [...refunds, ...disputes, ...payouts].sort((a, b) => b.created - a.created).map(({ row }) => row);
}

function moneyRow(
  item: { id: string; object: string; created: number; amount: number; currency: string },
  status: string,
  buttons: Markup[],
): Markup {
  return html`<tr><td>${at(item.created)}</td><td>${item.object} ${item.id}</td><td class="amount">${formatAmount(item.amount, item.currency)}</td>
<td>${status}</td><td><div class="row">${buttons}</div></td></tr>`;
}

function eventRows(world: World): Markup[] {
  return recent(world.state.events).map((event) => {
    const mine = deliveriesOf(world, event.id);
    const said = mine.map((delivery) => {
      const last = delivery.attempts.at(-1);
      const tries = delivery.attempts.length;
      const answer = last
        ? `, ${last.status ?? last.error ?? ""}${tries > 1 ? `, ${tries} attempts` : ""}`
        : "";
      return `${delivery.status.replace("_", " ")}${answer}`;
    });
    return html`<tr><td>${at(event.created)}</td><td>${event.type}</td><td>${event.id}</td><td>${said.join("; ") || "no endpoint"}</td>
<td><div class="row">${mine.length > 0 ? button("Send again", "resend_event", { event: event.id }) : null}</div></td></tr>`;
  });
}

function activeFaults(world: World): string {
  const { hold, swallow, delayMs, copies, signing } = world.state.deliveryFaults;
  const active = [
    hold ? "webhooks are held" : null,
    swallow ? "webhooks are lost" : null,
    delayMs > 0 ? `webhooks wait ${delayMs} ms` : null,
    copies > 1 ? `webhooks are sent ${copies} times` : null,
    signing ? `webhooks are signed with ${signing.fault.replace("_", " ")}` : null,
    ...world.state.requestFaults.map(
      (fault) => `${fault.kind.replace("_", " ")} for ${fault.remaining} requests`,
    ),
  ].filter((text) => text !== null);
  return active.length === 0 ? "None." : `Now: ${active.join(", ")}.`;
}

function controlPage(world: World, refused: string | null): string {
  const currencies = [...new Set(Object.values(world.state.balanceTransactions).map((row) => row.currency))];
  const hold = world.state.deliveryFaults.hold;
  return page(
    "Stripe stand-in",
    html`<main class="wide">
<h1>Stripe stand-in</h1>
<p class="note">No money moves here. What Stripe, a bank or a cardholder would do is caused by these buttons.</p>
${refused ? html`<p class="refused" role="alert">${refused}</p>` : null}
<p class="quiet">Its clock says ${new Date(world.nowMs()).toISOString().slice(0, 19).replace("T", " ")} UTC. Times below are UTC.</p>
<div class="row">
${button("An hour later", "advance_clock", { ms: "3600000" })}
${button("A day later", "advance_clock", { ms: "86400000" })}
${button("Five days later", "advance_clock", { ms: "432000000" })}
${hold ? button("Release webhooks", "release_deliveries", {}) : button("Hold webhooks", "hold_deliveries", {})}
${currencies.map((currency) => button(`Pay out ${currency.toUpperCase()}`, "create_payout", { currency, include_pending: "true" }))}
${currencies.map((currency) => button(`Take a fee in ${currency.toUpperCase()}`, "take_fee", { currency, amount: "500" }))}
${currencies.map((currency) => button(`Adjust ${currency.toUpperCase()}`, "adjust_balance", { currency, amount: "-1200" }))}
</div>
<form class="row" method="post" action="/_control/fund_cash_balance">
<label>Customer <input name="customer" required placeholder="cus_…"></label>
<label>Amount in minor units <input name="amount" required inputmode="numeric"></label>
<label>Currency <input name="currency" value="usd" required></label>
<label>Sender <input name="sender"></label>
<label>Reference <input name="reference"></label>
<button type="submit">Bank transfer comes in</button>
</form>
<h2>Faults</h2>
<p class="quiet">${activeFaults(world)}</p>
<div class="row">
${button("Send each webhook twice", "duplicate_deliveries", { copies: "2" })}
${button("Lose the next webhook", "swallow_deliveries", { count: "1" })}
${button("Sign the next webhook wrongly", "sign_deliveries", { fault: "wrong_secret" })}
${button("Answer the next request with 500", "fail_requests", { kind: "server_error" })}
${button("Lose the answer to the next request", "fail_requests", { kind: "drop_response", method: "POST", count: "2" })}
${button("No more faults", "clear_faults", {})}
</div>
${table("Checkout sessions", ["Made", "Session", "Amount", "State", "Cause"], recent(world.state.sessions).map(sessionRow), "None yet.")}
${table("Kept methods", ["Kept", "Method", "Number", "Charges end", "Cause"], keptMethods(world), "None yet.")}
${table(
  "Payments",
  ["Made", "Payment intent", "Amount", "State", "Cause"],
  recent(world.state.paymentIntents).map((intent) => paymentRow(world, intent)),
  "None yet.",
)}
${table("Refunds, disputes, payouts", ["Made", "What", "Amount", "State", "Cause"], aftermath(world), "None yet.")}
${table("Events", ["Time", "Type", "Event", "Delivery", "Cause"], eventRows(world), "None yet.")}
</main>`,
  );
}

/** Puts the control page on the app: `GET /`. */
export function addControlPage(app: EmulatorContext<StripeState>["app"], world: World): void {
  app.get("/", (c) => {
    const body = controlPage(world, c.req.query("refused") ?? null);
    return c.html(body, 200, pageHeaders());
  });
}
