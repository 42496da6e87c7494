import { useTranslations } from "use-intl";

/** A saved method by what people recognise it by: "Chase ••6789". */
export function useMethodName(): (method: { kind: string; brand: string; last4: string }) => string {
  const t = useTranslations("autopay");
  const tMethods = useTranslations("methods");
  return ({ kind, brand, last4 }) => {
    const key = kind as Parameters<typeof tMethods>[0];
    const name = brand || (tMethods.has(key) ? tMethods(key) : kind);
    return last4 ? t("method", { name, last4 }) : name;
  };
}
