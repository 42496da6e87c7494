import { Banner } from "@openitem/ui/banner";
import { Button } from "@openitem/ui/button";
import { useTranslations } from "use-intl";

/** A screen that could not be loaded. */
export function FailedPage({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslations("shell");
  return (
    <div className="p-4">
      <h1 className="oi-hidden">{t("failedTitle")}</h1>
      <Failed error={error} onRetry={onRetry} />
    </div>
  );
}

type Failure = { message?: string; data?: { code?: string } | null };

/** The sentence for an error of the API, in the server's words; one of ours when the server was not reached. */
export function useSentence(): (error: unknown) => string {
  const t = useTranslations("shell");
  return (error) => {
    const { message, data } = error as Failure;
    return data?.code && message ? message : t("unreachable");
  };
}

/** What stands in place of something that could not be loaded, with a way to ask again. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTranslations("shell");
  const sentence = useSentence();
  return (
    <Banner
      tone="overdue"
      state="overdue"
      title={t("failedTitle")}
      action={
        onRetry && (
          <Button variant="text" onClick={onRetry}>
            {t("tryAgain")}
          </Button>
        )
      }
      live
    >
      {sentence(error)}
    </Banner>
  );
}
