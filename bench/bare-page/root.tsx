import { body, head, html } from "virtual:markup";
import { Links, Meta, Outlet, Scripts } from "react-router";

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
