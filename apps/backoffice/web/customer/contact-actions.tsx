import { Button } from "@openitem/ui/button";
import { CheckboxField } from "@openitem/ui/choice";
import { Dialog } from "@openitem/ui/dialog";
import { SelectField } from "@openitem/ui/field";
import { ActionMenu } from "@openitem/ui/menu";
import { useToast } from "@openitem/ui/toast";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, queryClient } from "../api.ts";
import { useMay } from "../session.ts";
import { Failed } from "../shell/failure.tsx";
import { CONTACT_ROLES, type ContactRole } from "./contact-roles.ts";
import type { ContactRow } from "./contacts-tab.tsx";
import { useCustomer } from "./customer-context.ts";

type Wish = "none" | "revoke" | "change" | "end";
type Props = { contact: ContactRow; customerId: string; onClose: () => void };

async function refreshContacts(): Promise<void> {
  await queryClient.invalidateQueries(api.contacts.pathFilter());
  await queryClient.invalidateQueries(api.activity.pathFilter());
}

/** What may be done about a contact's access, by who may. */
export function ContactActions({ contact, customerId }: { contact: ContactRow; customerId: string }) {
  const t = useTranslations("customer");
  const mayInvite = useMay("contact.invite");
  const mayChange = useMay("contact.change");
  const [wish, setWish] = useState<Wish>("none");
  const again = useInviteAgain(contact, customerId);
  const actions = [
    ...(mayInvite && contact.state !== "active" ? [{ id: "again", label: t("again") }] : []),
    ...(mayInvite && contact.state === "invited" ? [{ id: "revoke", label: t("revoke") }] : []),
    ...(mayChange
      ? [
          { id: "change", label: t("change") },
          { id: "end", label: t("end"), danger: true },
        ]
      : []),
  ];
  if (actions.length === 0) return null;
  const props = { contact, customerId, onClose: () => setWish("none") };
  return (
    <>
      <ActionMenu
        face={t("actions")}
        label={t("actions")}
        actions={actions}
        onAction={(id) => (id === "again" ? again.mutate() : setWish(id as Wish))}
      />
      {again.isError && <Failed error={again.error} />}
      {wish === "revoke" && <RevokeDialog {...props} />}
      {wish === "change" && <ChangeDialog {...props} />}
      {wish === "end" && <EndDialog {...props} />}
    </>
  );
}

function useInviteAgain({ name, email, role, withSubsidiaries }: ContactRow, customerId: string) {
  const t = useTranslations("customer");
  const toast = useToast();
  const invite = useMutation(
    api.contacts.invite.mutationOptions({
      onSuccess: async () => {
        toast({ text: t("invited", { email }) });
        await refreshContacts();
      },
    }),
  );
  return {
    ...invite,
    mutate: () => invite.mutate({ id: crypto.randomUUID(), name, email, role, withSubsidiaries, customerId }),
  };
}

function RevokeDialog({ contact, customerId, onClose }: Props) {
  const t = useTranslations("customer");
  const toast = useToast();
  const revoke = useMutation(
    api.contacts.revoke.mutationOptions({
      onSuccess: async () => {
        toast({ text: t("revoked") });
        onClose();
        await refreshContacts();
      },
    }),
  );
  const { invitationId } = contact;
  return (
    <Dialog
      open
      title={t("revokeTitle", { name: contact.name })}
      onClose={onClose}
      safe={<Button onClick={onClose}>{t("keep")}</Button>}
      action={
        <Button
          variant="danger"
          aria-busy={revoke.isPending}
          onClick={() => invitationId && revoke.mutate({ invitationId, customerId })}
        >
          {t("revoke")}
        </Button>
      }
    >
      {t("revokeText")}
      {revoke.isError && <Failed error={revoke.error} />}
    </Dialog>
  );
}

function useChangeAccess(done: string, onClose: () => void) {
  const toast = useToast();
  const [key] = useState(() => crypto.randomUUID());
  const change = useMutation(
    api.contacts.changeAccess.mutationOptions({
      onSuccess: async () => {
        toast({ text: done });
        onClose();
        await refreshContacts();
      },
    }),
  );
  return { ...change, key };
}

function EndDialog({ contact, customerId, onClose }: Props) {
  const t = useTranslations("customer");
  const change = useChangeAccess(t("ended"), onClose);
  const { contactId } = contact;
  return (
    <Dialog
      open
      title={t("endTitle", { name: contact.name })}
      onClose={onClose}
      safe={<Button onClick={onClose}>{t("keep")}</Button>}
      action={
        <Button
          variant="danger"
          aria-busy={change.isPending}
          onClick={() => change.mutate({ key: change.key, contactId, customerId, role: null })}
        >
          {t("end")}
        </Button>
      }
    >
      {t("endText")}
      {change.isError && <Failed error={change.error} />}
    </Dialog>
  );
}

function ChangeDialog({ contact, customerId, onClose }: Props) {
  const t = useTranslations("customer");
  const { children } = useCustomer();
  const change = useChangeAccess(t("changed"), onClose);
  const [role, setRole] = useState<ContactRole>(contact.role);
  const [withSubsidiaries, setWith] = useState(contact.withSubsidiaries);
  const { contactId } = contact;
  return (
    <Dialog
      open
      title={t("changeTitle", { name: contact.name })}
      onClose={onClose}
      safe={<Button onClick={onClose}>{t("keep")}</Button>}
      action={
        <Button
          variant="primary"
          aria-busy={change.isPending}
          onClick={() => change.mutate({ key: change.key, contactId, customerId, role, withSubsidiaries })}
        >
          {t("change")}
        </Button>
      }
    >
      <div className="grid gap-3">
        <p>{t("changeText")}</p>
        <SelectField
          name="new-role"
          label={t("role")}
          hint={t(`roleHints.${role}`)}
          value={role}
          options={CONTACT_ROLES.map((value) => ({ value, label: t(`contactRoles.${value}`) }))}
          onChange={(event) => setRole(CONTACT_ROLES.find((each) => each === event.target.value) ?? role)}
        />
        {children.length > 0 && (
          <CheckboxField
            name="new-with-subsidiaries"
            label={t("withSubsidiaries")}
            hint={t("withSubsidiariesHint")}
            checked={withSubsidiaries}
            onChange={(event) => setWith(event.target.checked)}
          />
        )}
        {change.isError && <Failed error={change.error} />}
      </div>
    </Dialog>
  );
}
