import { page } from "virtual:markup";

/** The portal's page as markup alone: no session, no query, no components, no words to look up. */
export default function Page() {
  return page();
}
