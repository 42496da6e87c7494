/** The address of the rows behind a figure. */
export const rowsHref = (currency: string, filter: Record<string, string>): string =>
  `/invoices?${new URLSearchParams({ ...filter, currency })}`;
