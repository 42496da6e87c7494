import { zodResolver } from "@hookform/resolvers/zod";
import { Button } from "@openitem/ui/button";
import { TextField } from "@openitem/ui/field";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { api, queryClient } from "../api.ts";
import { Refused } from "./refused.tsx";

const shape = z.object({ code: z.string().trim().min(1) });

/** The second step: a code of the app, or one of the backup codes. */
export function CodeForm({ onStartAgain }: { onStartAgain: () => void }) {
  const t = useTranslations("signIn");
  const [kind, setKind] = useState<"totp" | "backup">("totp");
  const { register, handleSubmit, formState, reset } = useForm({
    resolver: zodResolver(shape),
    defaultValues: { code: "" },
  });
  const verify = useMutation(
    api.session.verifyCode.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(api.session.me.pathFilter()),
    }),
  );
  const isTotp = kind === "totp";
  const turn = () => {
    setKind(isTotp ? "backup" : "totp");
    verify.reset();
    reset();
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={handleSubmit(({ code }) => verify.mutate({ code, kind }))}
      noValidate
    >
      <p>{isTotp ? t("codeText") : t("backupText")}</p>
      {verify.isError && <Refused error={verify.error} />}
      <TextField
        key={kind}
        {...register("code")}
        label={isTotp ? t("code") : t("backupCode")}
        inputMode={isTotp ? "numeric" : "text"}
        autoComplete={isTotp ? "one-time-code" : "off"}
        autoFocus
        error={formState.errors.code && t("required")}
      />
      <Button variant="primary" type="submit" aria-busy={verify.isPending}>
        {t("goOn")}
      </Button>
      <div className="flex flex-wrap gap-4">
        <button type="button" className="oi-link-button ms-0" onClick={turn}>
          {isTotp ? t("useBackup") : t("useApp")}
        </button>
        <button type="button" className="oi-link-button ms-0" onClick={onStartAgain}>
          {t("startAgain")}
        </button>
      </div>
    </form>
  );
}
