import type { EmulatorContext } from "emulate";
import type Stripe from "stripe";
import { type Attempt, completeSession, expireIfDue, successUrlOf } from "./checkout-flow.ts";
import { formatAmount, formatDigits } from "./currencies.ts";
import { StripeFault } from "./fault.ts";
import { html, type Markup, page, pageHeaders } from "./html.ts";
import type { PaymentMethodKind } from "./payment-methods.ts";
import type { StripeState } from "./state.ts";
import { styleSheet } from "./style.ts";
import type { World } from "./world.ts";

interface Choice extends Attempt {
  id: string;
  label: string;
  said: string;
}

const bankChoices = (method: PaymentMethodKind, prefix: string, name: string): Choice[] => [
  {
    id: `${prefix}_settles`,
    method,
    outcome: "settles",
    label: `${name}, settles`,
    said: "Accepted now, the money arrives later.",
  },
  {
    id: `${prefix}_fails`,
    method,
    outcome: "fails",
    label: `${name}, fails later`,
    said: "Accepted now, the bank refuses it later.",
  },
  {
    id: `${prefix}_returned`,
    method,
    outcome: "returned",
    label: `${name}, returned after it settled`,
    said: "The money arrives, then the bank takes it back.",
  },
];

const allChoices: Choice[] = [
  {
    id: "card",
    method: "card",
    outcome: "succeeds",
    label: "Card, accepted",
    said: "Visa 4242. Paid at once.",
  },
  {
    id: "card_declined",
    method: "card",
    outcome: "declined",
    label: "Card, declined",
    said: "The bank says no. You stay on this page.",
  },
  {
    id: "card_delayed",
    method: "card",
    outcome: "settles",
    label: "Card, confirmed later",
    said: "Accepted now, confirmed after a while.",
  },
  ...bankChoices("us_bank_account", "ach", "US bank account (ACH debit)"),
  ...bankChoices("sepa_debit", "sepa", "SEPA direct debit"),
  {
    id: "transfer",
    method: "customer_balance",
    outcome: "settles",
    label: "Bank transfer",
    said: "You send the money, it arrives later.",
  },
];

const keptBank = (method: PaymentMethodKind, prefix: string, name: string): Choice[] => [
  { id: prefix, method, outcome: "settles", label: name, said: "Later debits settle." },
  {
    id: `${prefix}_fails`,
    method,
    outcome: "fails",
    reason: "insufficient_funds",
    label: `${name}, short of money`,
    said: "Kept now; the bank refuses each debit days later.",
  },
  {
    id: `${prefix}_returned`,
    method,
    outcome: "returned",
    reason: "insufficient_funds",
    label: `${name}, debits come back`,
    said: "Kept now; debits settle, then the bank takes them back.",
  },
];

/** Choices of a page that keeps a method; how its later charges end goes with it. */
const keepChoices: Choice[] = [
  {
    id: "card",
    method: "card",
    outcome: "succeeds",
    label: "Card",
    said: "Visa 4242. Later charges are accepted.",
  },
  {
    id: "card_asks",
    method: "card",
    outcome: "authentication_required",
    label: "Card that asks you each time",
    said: "Kept now; the bank wants you to confirm each charge.",
  },
  {
    id: "card_refused",
    method: "card",
    outcome: "declined",
    label: "Card, declined",
    said: "The bank says no. Nothing is kept.",
  },
  ...keptBank("us_bank_account", "ach", "US bank account (ACH debit)"),
  ...keptBank("sepa_debit", "sepa", "SEPA direct debit"),
];

function choicesFor(session: Stripe.Checkout.Session): Choice[] {
  const all = session.mode === "setup" ? keepChoices : allChoices;
  return all.filter((choice) => session.payment_method_types.includes(choice.method));
}

function items(world: World, session: Stripe.Checkout.Session): Markup {
  const rows = world.state.lineItems[session.id] ?? [];
  if (rows.length === 0) return html`<p>Your payment method is kept for later. Nothing is charged now.</p>`;
  const currency = session.currency ?? "";
  return html`<table>
<thead><tr><th scope="col">What you pay for</th><th scope="col" class="amount">Amount, ${currency.toUpperCase()}</th></tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr><td>${row.description ?? "Item"}${
        (row.quantity ?? 1) > 1 ? html` <span class="quiet">× ${row.quantity ?? 1}</span>` : null
      }</td><td class="amount">${formatDigits(row.amount_total, currency)}</td></tr>`,
  )}</tbody>
<tfoot><tr><th scope="row">Total</th><td class="amount">${formatDigits(session.amount_total ?? 0, currency)}</td></tr></tfoot>
</table>`;
}

const standInNote = html`<p class="note">This is a stand-in for Stripe Checkout. No card or account is asked for and no money moves. Choose how the payment should go.</p>`;

function openPage(
  world: World,
  merchant: string,
  session: Stripe.Checkout.Session,
  refused: string | null,
): string {
  const verb =
    session.mode === "setup"
      ? "Keep for later"
      : `Pay ${formatAmount(session.amount_total ?? 0, session.currency ?? "")}`;
  const choices = choicesFor(session);
  const email = session.customer_details?.email ?? session.customer_email;
  return page(
    session.mode === "setup" ? `Keep a payment method for ${merchant}` : `${verb} to ${merchant}`,
    html`<main>
<h1>${session.mode === "setup" ? "Keep a payment method for" : "Pay"} ${merchant}</h1>
<p class="quiet">${email ? `For ${email}. ` : ""}${session.client_reference_id ? `Reference ${session.client_reference_id}.` : ""}</p>
${standInNote}
${refused ? html`<p class="refused" role="alert">${refused}</p>` : null}
${items(world, session)}
<form method="post" action="/c/pay/${session.id}">
<fieldset>
<legend>How it goes</legend>
${choices.map(
  (choice, at) =>
    html`<label class="choice"><input type="radio" name="choice" value="${choice.id}"${
      at === 0 ? html` checked` : null
    }><span>${choice.label}<span class="quiet">${choice.said}</span></span></label>`,
)}
</fieldset>
${session.custom_text.submit ? html`<p class="quiet">${session.custom_text.submit.message}</p>` : null}
<button class="primary" type="submit">${verb}</button>
</form>
${session.cancel_url ? html`<a class="back" href="${session.cancel_url}">Go back without paying</a>` : null}
</main>`,
  );
}

function closedPage(merchant: string, session: Stripe.Checkout.Session): string {
  const paid = session.status === "complete";
  const target = paid ? successUrlOf(session) : session.cancel_url;
  return page(
    paid ? "This payment was submitted" : "This payment page has expired",
    html`<main>
<h1>${paid ? "This payment was submitted" : "This payment page has expired"}</h1>
<p>${paid ? "You cannot submit it a second time." : "Nothing was charged. Start again from the invoices."}</p>
${standInNote}
${target ? html`<a class="back" href="${target}">Go back to ${merchant}</a>` : null}
</main>`,
  );
}

/** Puts the hosted payment page and its style on the app. It works without script. */
export function addCheckoutPage(
  app: EmulatorContext<StripeState>["app"],
  world: World,
  merchant: string,
): void {
  app.get("/assets/style.css", (c) => c.body(styleSheet, 200, { "Content-Type": "text/css; charset=utf-8" }));

  const show = (session: Stripe.Checkout.Session, status: number, refused: string | null): Response => {
    const open = session.status === "open";
    const body = open ? openPage(world, merchant, session, refused) : closedPage(merchant, session);
    const targets = [session.success_url ?? "", session.cancel_url ?? ""];
    return new Response(body, {
      status,
      headers: { "Content-Type": "text/html; charset=utf-8", ...pageHeaders(targets) },
    });
  };

  app.get("/c/pay/:id", (c) => {
    const session = world.state.sessions[c.req.param("id")];
    if (!session) return c.text("There is no such payment page.", 404);
    expireIfDue(world, session);
    return show(session, 200, null);
  });

  app.post("/c/pay/:id", async (c) => {
    const session = world.state.sessions[c.req.param("id")];
    if (!session) return c.text("There is no such payment page.", 404);
    const asked = new URLSearchParams(await c.req.text()).get("choice");
    const choice = choicesFor(session).find((one) => one.id === asked);
    if (!choice) return show(session, 422, "Choose how the payment should go.");
    try {
      const after = completeSession(world, session.id, choice);
      if (after.status === "open")
        return show(
          after,
          200,
          after.mode === "setup"
            ? "Your bank declined. Nothing was kept. Choose again."
            : "Your card was declined. Nothing was charged. Choose again.",
        );
      return c.redirect(successUrlOf(after), 303);
    } catch (error) {
      if (!(error instanceof StripeFault)) throw error;
      return show(session, 409, error.message);
    }
  });
}
