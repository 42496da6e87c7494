import { LinkButton } from "@openitem/ui/button";
import { isRouteErrorResponse, useLocation } from "react-router";
import { useTranslations } from "use-intl";
import type { Fault } from "../answer.ts";
import { useProblemSentence } from "./problem.tsx";

const isFault = (data: unknown): data is Fault =>
  typeof data === "object" && data !== null && "reference" in data && "problem" in data;

type FaultTitle =
  | "title"
  | "notFoundTitle"
  | "missingTitle"
  | "forbiddenTitle"
  | "refusedTitle"
  | "unreadTitle";

const TITLES: Readonly<Record<number, FaultTitle>> = {
  400: "unreadTitle",
  403: "forbiddenTitle",
  404: "missingTitle",
  409: "refusedTitle",
  415: "unreadTitle",
  422: "refusedTitle",
};

/** What is shown in place of a page: not there, not allowed, or broken, with the reference that the log holds. */
export function FaultPage({ error, reference }: { error: unknown; reference?: string | undefined }) {
  const t = useTranslations("error");
  const sentenceOf = useProblemSentence();
  const { pathname, search } = useLocation();
  const response = isRouteErrorResponse(error) ? error : null;
  const fault = response && isFault(response.data) ? response.data : null;
  const isMissingPage = response?.status === 404 && !fault;
  const title = isMissingPage
    ? "notFoundTitle"
    : ((fault?.problem && TITLES[response?.status ?? 500]) ?? "title");
  const known = fault?.reference ?? reference;
  const body = isMissingPage
    ? t("notFoundBody")
    : fault?.problem
      ? sentenceOf(fault.problem)
      : known
        ? t("body", { reference: known })
        : t("bodyWithoutReference");
  return (
    <div className="grid max-w-prose gap-4">
      <title>{t(title)}</title>
      <h1>{t(title)}</h1>
      <p>{body}</p>
      <div className="flex flex-wrap gap-2">
        {title === "title" && (
          <a className="oi-button oi-button-outlined" href={pathname + search}>
            {t("tryAgain")}
          </a>
        )}
        <LinkButton href="/">{t("home")}</LinkButton>
      </div>
    </div>
  );
}
