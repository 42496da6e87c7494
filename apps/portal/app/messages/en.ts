import { uiMessages } from "@openitem/ui/messages-en";
import { error } from "./en/error.ts";
import { home } from "./en/home.ts";
import { invitation } from "./en/invitation.ts";
import { invoice } from "./en/invoice.ts";
import { invoices } from "./en/invoices.ts";
import { methods } from "./en/methods.ts";
import { pay } from "./en/pay.ts";
import { payment } from "./en/payment.ts";
import { refusals } from "./en/refusals.ts";
import { settings } from "./en/settings.ts";
import { shell } from "./en/shell.ts";
import { signIn } from "./en/sign-in.ts";
import { statement } from "./en/statement.ts";

/** Every English word of the portal. A namespace is a file; the words of the components come from their package. */
export const en = {
  ...uiMessages,
  error,
  home,
  invitation,
  invoice,
  invoices,
  methods,
  pay,
  payment,
  refusals,
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
