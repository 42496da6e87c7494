export const invoice = { title: "Invoice" };
