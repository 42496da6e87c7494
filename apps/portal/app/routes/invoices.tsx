import { useTranslations } from "use-intl";

export const loader = () => null;

export default function Page() {
  return <h1>{useTranslations("invoices")("title")}</h1>;
}
