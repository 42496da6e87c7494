/**
 * Words for refusals by their code ("list.cursor" is `list.cursor`), with their facts. A code that is not here is
 * told in the sentence the domain gave it.
 */
export const refusals = {
  item: { missing: "We cannot find this invoice on your account." },
  customer: { missing: "We cannot find this account." },
  list: { cursor: "This page of the list is no longer there. Start from its beginning." },
};
