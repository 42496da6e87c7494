import { data } from "react-router";

/** Any address that is none. Behind sign-in, so that strangers learn nothing of which there are. */
export function loader() {
  throw data(null, { status: 404 });
}

export default function NotFound() {
  return null;
}
