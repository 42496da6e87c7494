import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { MARK } from "../shell/mark.tsx";
import { useTitle } from "../shell/title.ts";

/** The frame of the pages before the sign-in: the product, the biller, one column. */
export function EntryPage({
  title,
  biller,
  wide,
  children,
}: {
  title: string;
  biller: string;
  wide?: boolean;
  children: ReactNode;
}) {
  const t = useTranslations("signIn");
  useTitle(title);
  return (
    <main
      id="main"
      className={`mx-auto flex flex-col gap-4 px-4 pt-[12vh] pb-10 ${wide ? "max-w-xl" : "max-w-sm"}`}
    >
      <div>
        <div className="mb-6 text-xl text-action">{MARK}</div>
        <p className="oi-quiet mb-1">{t("forBiller", { biller })}</p>
        <h1>{title}</h1>
      </div>
      {children}
    </main>
  );
}
