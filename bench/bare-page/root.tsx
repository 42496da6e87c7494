import { Links, Meta, Outlet, Scripts } from "react-router";
import { asNodes, markup } from "./markup.server.ts";

export default function Root() {
  return (
    <html {...markup.html}>
      <head>
        {asNodes(markup.head)}
        <Meta />
        <Links />
      </head>
      <body {...markup.body.props}>
        <Outlet />
        <Scripts />
      </body>
    </html>
  );
}
