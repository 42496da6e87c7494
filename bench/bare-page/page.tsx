import { asNodes, markup } from "./markup.server.ts";

/** The portal's page as markup alone: no session, no query, no components, no words to look up. */
export default function Page() {
  return <>{asNodes(markup.body.children)}</>;
}
