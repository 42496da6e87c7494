export const signIn = {
  pageTitle: "Sign in · {biller}",
  title: "Sign in",
  lead: "Your invoices and payments with {biller}.",
  email: "E-mail address",
  password: "Password",
  submit: "Sign in",
  invitedOnly: "No access yet? Ask your contact at {biller} for an invitation.",
};
