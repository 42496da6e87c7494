import { zodResolver } from "@hookform/resolvers/zod";
import { Button } from "@openitem/ui/button";
import { TextField } from "@openitem/ui/field";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { type Answers, api } from "../api.ts";
import { QrCode } from "./qr-code.tsx";
import { Refused } from "./refused.tsx";

type Begun = Answers["session"]["beginTotp"];

/** Sets an authenticator app up: password again, then QR code, backup codes and the first code. */
export function TotpSetUp({ onDone }: { onDone: () => void }) {
  const [begun, setBegun] = useState<Begun | null>(null);
  return begun ? <Confirm begun={begun} onDone={onDone} /> : <Begin onBegun={setBegun} />;
}

const passwordShape = z.object({ password: z.string().min(1) });

function Begin({ onBegun }: { onBegun: (begun: Begun) => void }) {
  const t = useTranslations("signIn");
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(passwordShape),
    defaultValues: { password: "" },
  });
  const begin = useMutation(api.session.beginTotp.mutationOptions({ onSuccess: onBegun }));
  return (
    <form
      className="flex max-w-sm flex-col gap-3"
      onSubmit={handleSubmit((values) => begin.mutate(values))}
      noValidate
    >
      {begin.isError && <Refused error={begin.error} />}
      <TextField
        {...register("password")}
        label={t("setUpPassword")}
        hint={t("setUpPasswordHint")}
        type="password"
        autoComplete="current-password"
        error={formState.errors.password && t("required")}
      />
      <div>
        <Button variant="primary" type="submit" aria-busy={begin.isPending}>
          {t("begin")}
        </Button>
      </div>
    </form>
  );
}

const codeShape = z.object({ code: z.string().trim().min(1) });

function Confirm({ begun, onDone }: { begun: Begun; onDone: () => void }) {
  const t = useTranslations("signIn");
  const [copied, setCopied] = useState(false);
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(codeShape),
    defaultValues: { code: "" },
  });
  const confirm = useMutation(api.session.confirmTotp.mutationOptions({ onSuccess: onDone }));
  const copy = async () => {
    await navigator.clipboard.writeText(begun.backupCodes.join("\n"));
    setCopied(true);
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={handleSubmit((values) => confirm.mutate(values))}
      noValidate
    >
      <section>
        <h2>{t("scan")}</h2>
        <div className="mt-2 flex flex-wrap items-center gap-6">
          <QrCode text={begun.uri} label={t("scanLabel")} />
          <p className="min-w-48 flex-1">
            <span className="oi-hint block">{t("secret")}</span>
            <b className="split-word">{secretOf(begun.uri)}</b>
          </p>
        </div>
      </section>
      <section>
        <h2>{t("backupTitle")}</h2>
        <p className="oi-hint">{t("backupNote")}</p>
        <ul className="codes my-2">
          {begun.backupCodes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <Button onClick={copy}>{t("copy")}</Button> <span role="status">{copied && t("copied")}</span>
      </section>
      <section className="flex max-w-sm flex-col gap-3">
        <h2>{t("confirmTitle")}</h2>
        {confirm.isError && <Refused error={confirm.error} />}
        <TextField
          {...register("code")}
          label={t("code")}
          inputMode="numeric"
          autoComplete="one-time-code"
          error={formState.errors.code && t("required")}
        />
        <div>
          <Button variant="primary" type="submit" aria-busy={confirm.isPending}>
            {t("confirm")}
          </Button>
        </div>
      </section>
    </form>
  );
}

/** The secret of an otpauth address in groups of four, as one types it. */
const secretOf = (uri: string): string =>
  (new URL(uri).searchParams.get("secret") ?? "").replace(/(.{4})(?=.)/g, "$1 ");
