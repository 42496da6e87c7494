import { zodResolver } from "@hookform/resolvers/zod";
import { Button } from "@openitem/ui/button";
import { TextField } from "@openitem/ui/field";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { api, queryClient } from "../api.ts";
import { Refused } from "./refused.tsx";

const shape = z.object({ email: z.string().trim().min(1), password: z.string().min(1) });

/** E-mail address and password. */
export function PasswordForm({ onCode }: { onCode: () => void }) {
  const t = useTranslations("signIn");
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(shape),
    defaultValues: { email: "", password: "" },
  });
  const signIn = useMutation(
    api.session.signIn.mutationOptions({
      onSuccess: ({ next }) =>
        next === "code" ? onCode() : queryClient.invalidateQueries(api.session.me.pathFilter()),
    }),
  );
  const missing = (name: "email" | "password") => formState.errors[name] && t("required");
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={handleSubmit((values) => signIn.mutate(values))}
      noValidate
    >
      {signIn.isError && <Refused error={signIn.error} />}
      <TextField
        {...register("email")}
        label={t("email")}
        type="email"
        autoComplete="username"
        autoFocus
        error={missing("email")}
      />
      <TextField
        {...register("password")}
        label={t("password")}
        type="password"
        autoComplete="current-password"
        error={missing("password")}
      />
      <Button variant="primary" type="submit" aria-busy={signIn.isPending}>
        {t("signIn")}
      </Button>
    </form>
  );
}
