import { Link } from "@openitem/ui/link";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api, queryClient } from "../api.ts";
import { useSignedIn } from "../session.ts";

/** Who is signed in and as what, at the foot of the rail, with the way out. */
export function PersonMenu() {
  const t = useTranslations("shell");
  const { person } = useSignedIn();
  const signOut = useSignOut();
  return (
    <>
      <b className="split-word">{person.name}</b>
      <span>{t(`roles.${person.role}`)}</span>
      <div className="mt-1 flex gap-3">
        <Link href="/profile">{t("profile")}</Link>
        <button type="button" className="oi-link-button" onClick={() => signOut.mutate()}>
          {t("signOut")}
        </button>
      </div>
    </>
  );
}

/** Signs out and forgets everything that was read. */
export function useSignOut() {
  return useMutation(
    api.session.signOut.mutationOptions({
      onSettled: async () => {
        await queryClient.resetQueries(api.session.me.pathFilter());
        queryClient.removeQueries({ type: "inactive" });
      },
    }),
  );
}
