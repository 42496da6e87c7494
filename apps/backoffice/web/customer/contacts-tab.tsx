import { EmptyState } from "@openitem/ui/empty-state";
import { Link } from "@openitem/ui/link";
import { PaneSection, Panes } from "@openitem/ui/office-shell";
import { Status, type StatusState } from "@openitem/ui/status";
import { Body, Cell, ColumnHead, EmptyRows, Head, LoadingRows, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { useMay } from "../session.ts";
import { Failed } from "../shell/failure.tsx";
import { ContactActions } from "./contact-actions.tsx";
import { useCustomer } from "./customer-context.ts";
import { InviteForm } from "./invite-form.tsx";

export type ContactRow = Answers["contacts"]["list"][number];

const MARKS: Readonly<Record<ContactRow["state"], StatusState>> = {
  active: "kept",
  invited: "waiting-for-you",
  expired: "expired",
  revoked: "cancelled",
  not_invited: "open",
};
const COLUMNS = 5;

/** Who has access to this account and as what; an invitation is written beside. */
export function ContactsTab() {
  const t = useTranslations("customer");
  const { customer } = useCustomer();
  const mayInvite = useMay("contact.invite");
  const { data, isPending, error, refetch } = useQuery(
    api.contacts.list.queryOptions({ customerId: customer.id }),
  );
  return (
    <Panes
      sideLabel={t("inviteTitle")}
      side={
        mayInvite && (
          <PaneSection title={t("inviteTitle")}>
            <InviteForm customerId={customer.id} />
          </PaneSection>
        )
      }
    >
      <Table caption={t("contactsCaption")} edge busy={isPending}>
        <Head>
          <ColumnHead>{t("name")}</ColumnHead>
          <ColumnHead>{t("role")}</ColumnHead>
          <ColumnHead>{t("access")}</ColumnHead>
          <ColumnHead>{t("state")}</ColumnHead>
          <ColumnHead>{t("actions")}</ColumnHead>
        </Head>
        <Body>
          {isPending && <LoadingRows columns={COLUMNS} />}
          {error && (
            <EmptyRows columns={COLUMNS}>
              <Failed error={error} onRetry={() => refetch()} />
            </EmptyRows>
          )}
          {data?.length === 0 && (
            <EmptyRows columns={COLUMNS}>
              <EmptyState title={t("noContacts")} />
            </EmptyRows>
          )}
          {data?.map((contact) => (
            <ContactLine
              key={`${contact.contactId} ${contact.givenOn.customerId}`}
              contact={contact}
              customerId={customer.id}
            />
          ))}
        </Body>
      </Table>
    </Panes>
  );
}

function ContactLine({ contact, customerId }: { contact: ContactRow; customerId: string }) {
  const t = useTranslations("customer");
  const format = useFormats();
  const isHere = contact.givenOn.customerId === customerId;
  return (
    <Row>
      <Cell heading phone="lead" sub={<span className="split-word">{contact.email}</span>}>
        <b>{contact.name}</b>
      </Cell>
      <Cell phone="line" label={t("role")}>
        {t(`contactRoles.${contact.role}`)}
      </Cell>
      <Cell phone="line" label={t("access")} sub={contact.withSubsidiaries && isHere && t("accessBelow")}>
        {isHere ? (
          t("accessHere")
        ) : (
          <Link href={`/customers/${contact.givenOn.customerId}/contacts`}>
            {t("accessFrom", { name: contact.givenOn.name })}
          </Link>
        )}
      </Cell>
      <Cell phone="line">
        <Status
          state={MARKS[contact.state]}
          label={t(`contactStates.${contact.state}`)}
          detail={
            contact.state !== "active" &&
            contact.lastInvitedAt &&
            t("invitedOn", { at: format.moment(contact.lastInvitedAt) })
          }
        />
      </Cell>
      <Cell phone="line">
        {isHere ? (
          <ContactActions contact={contact} customerId={customerId} />
        ) : (
          <span className="oi-unit">{t("givenAbove", { name: contact.givenOn.name })}</span>
        )}
      </Cell>
    </Row>
  );
}
