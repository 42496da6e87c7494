import { useTranslations } from "use-intl";

/** The first link of a page, seen when it has the focus: past the navigation to the content. */
export function SkipLink({ target = "main" }: { target?: string }) {
  return (
    <a className="oi-skip" href={`#${target}`}>
      {useTranslations("ui")("skipToContent")}
    </a>
  );
}
