import { Links, Meta, Outlet, Scripts } from "react-router";
import { body, head, html } from "virtual:markup";

export default function Root() {
  return (
    <html {...html}>
      <head>
        {head()}
        <Meta />
        <Links />
      </head>
      <body {...body}>
        <Outlet />
        <Scripts />
      </body>
    </html>
  );
}
