import { uiMessages } from "@openitem/ui/messages-en";
import { autopay } from "./en/autopay.ts";
import { claims } from "./en/claims.ts";
import { disputeForm } from "./en/dispute-form.ts";
import { disputePage } from "./en/dispute-page.ts";
import { disputeWords } from "./en/dispute-words.ts";
import { disputes } from "./en/disputes.ts";
import { error } from "./en/error.ts";
import { home } from "./en/home.ts";
import { invitation } from "./en/invitation.ts";
import { invoice } from "./en/invoice.ts";
import { invoices } from "./en/invoices.ts";
import { mailChoices } from "./en/mail-choices.ts";
import { methods } from "./en/methods.ts";
import { pay } from "./en/pay.ts";
import { payment } from "./en/payment.ts";
import { prepared } from "./en/prepared.ts";
import { promiseForm } from "./en/promise-form.ts";
import { promises } from "./en/promises.ts";
import { refusals } from "./en/refusals.ts";
import { remittances } from "./en/remittances.ts";
import { settings } from "./en/settings.ts";
import { shell } from "./en/shell.ts";
import { signIn } from "./en/sign-in.ts";
import { statement } from "./en/statement.ts";

/** Every English word of the portal. A namespace is a file; the words of the components come from their package. */
export const en = {
  ...uiMessages,
  autopay,
  claims,
  disputeForm,
  disputePage,
  disputes,
  disputeWords,
  error,
  home,
  invitation,
  invoice,
  invoices,
  mailChoices,
  methods,
  pay,
  payment,
  prepared,
  promiseForm,
  promises,
  refusals,
  remittances,
  settings,
  shell,
  signIn,
  statement,
};

declare module "use-intl" {
  interface AppConfig {
    Messages: typeof en;
  }
}
