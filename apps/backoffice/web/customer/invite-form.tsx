import { zodResolver } from "@hookform/resolvers/zod";
import { Button } from "@openitem/ui/button";
import { CheckboxField } from "@openitem/ui/choice";
import { ErrorSummary, type FieldFault } from "@openitem/ui/error-summary";
import { fieldId, SelectField, TextField } from "@openitem/ui/field";
import { useToast } from "@openitem/ui/toast";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { api, queryClient } from "../api.ts";
import { useSentence } from "../shell/failure.tsx";
import { CONTACT_ROLES } from "./contact-roles.ts";
import { useCustomer } from "./customer-context.ts";

const shape = z.object({
  name: z.string().trim().min(1).max(200),
  email: z.string().trim().toLowerCase().max(254).pipe(z.email()),
  role: z.enum(CONTACT_ROLES),
  withSubsidiaries: z.boolean(),
});
type Typed = z.input<typeof shape>;

const BLANK: Typed = { name: "", email: "", role: "payer", withSubsidiaries: false };
/** What was typed and not sent, by account: it is there again after looking elsewhere or signing in anew. */
const drafts = new Map<string, Typed>();

/** Invites a person to this account, with a role, and to those below it if wished. */
export function InviteForm({ customerId }: { customerId: string }) {
  const t = useTranslations("customer");
  const words = useTranslations("shell");
  const sentence = useSentence();
  const { children } = useCustomer();
  const toast = useToast();
  // One id for as long as it has not gone through: sending twice invites once.
  const [id, setId] = useState(() => crypto.randomUUID());
  // What was refused on sending: set then alone, since each new list takes the focus.
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const { register, handleSubmit, formState, watch, reset } = useForm({
    resolver: zodResolver(shape),
    mode: "onTouched",
    shouldFocusError: false,
    defaultValues: drafts.get(customerId) ?? BLANK,
  });
  const typed = watch();
  useEffect(() => {
    drafts.set(customerId, typed);
  });
  const invite = useMutation(
    api.contacts.invite.mutationOptions({
      onSuccess: async ({ invitationId }, { email }) => {
        drafts.delete(customerId);
        reset(BLANK);
        setId(crypto.randomUUID());
        toast({ text: t(invitationId ? "invited" : "given", { email }) });
        await queryClient.invalidateQueries(api.contacts.pathFilter());
        await queryClient.invalidateQueries(api.activity.pathFilter());
      },
      // After a definite no, what is sent next is another wish.
      onError: (error) => error.data?.refusal && setId(crypto.randomUUID()),
    }),
  );
  const { errors } = formState;
  const send = handleSubmit(
    (values) => {
      setFaults([]);
      invite.mutate({ ...values, id, customerId });
    },
    (refused) =>
      setFaults([
        ...(refused.name ? [{ fieldId: fieldId("name"), message: t("nameMissing") }] : []),
        ...(refused.email ? [{ fieldId: fieldId("email"), message: t("emailWrong") }] : []),
      ]),
  );
  return (
    <form id="invite" className="grid gap-3" noValidate onSubmit={send}>
      <p className="oi-hint">{t("inviteText")}</p>
      {faults.length > 0 && (
        <ErrorSummary
          title={words("notSent", { count: faults.length })}
          faults={faults}
          note={words("stillHere")}
        />
      )}
      {invite.isError && (
        <p role="alert" className="text-overdue">
          {sentence(invite.error)}
        </p>
      )}
      <TextField
        {...register("name")}
        label={t("name")}
        autoComplete="off"
        error={errors.name && t("nameMissing")}
      />
      <TextField
        {...register("email")}
        label={t("email")}
        type="email"
        autoComplete="off"
        error={errors.email && t("emailWrong")}
      />
      <SelectField
        {...register("role")}
        label={t("roleHere")}
        hint={t(`roleHints.${typed.role}`)}
        options={CONTACT_ROLES.map((value) => ({ value, label: t(`contactRoles.${value}`) }))}
      />
      {children.length > 0 && (
        <CheckboxField
          {...register("withSubsidiaries")}
          label={t("withSubsidiaries")}
          hint={t("withSubsidiariesHint")}
        />
      )}
      <div>
        <Button variant="primary" type="submit" aria-busy={invite.isPending}>
          {t("send")}
        </Button>
      </div>
    </form>
  );
}
