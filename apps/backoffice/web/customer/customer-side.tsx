import { Link } from "@openitem/ui/link";
import { PaneSection } from "@openitem/ui/office-shell";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { ActivityTimeline } from "../activity/activity-timeline.tsx";
import { api } from "../api.ts";
import { Failed } from "../shell/failure.tsx";
import { useCustomer } from "./customer-context.ts";
import { DoNotChase } from "./do-not-chase.tsx";

const CONTACTS_SHOWN = 4;
const EVENTS_SHOWN = 8;

/** Beside the open items: what is not to be chased, the family, who has access, what happened last. */
export function CustomerSide() {
  const t = useTranslations("customer");
  const { customer } = useCustomer();
  const base = `/customers/${customer.id}`;
  return (
    <>
      <DoNotChase />
      <Family />
      <PaneSection title={t("contacts")} action={<Link href={`${base}/contacts`}>{t("allContacts")}</Link>}>
        <ContactsShort customerId={customer.id} />
      </PaneSection>
      <PaneSection title={t("timeline")} action={<Link href={`${base}/timeline`}>{t("allTimeline")}</Link>}>
        <ActivityTimeline of={{ customerIds: [customer.id] }} label={t("timeline")} shown={EVENTS_SHOWN} />
      </PaneSection>
    </>
  );
}

function Family() {
  const t = useTranslations("customer");
  const { parent, children } = useCustomer();
  if (!parent && children.length === 0) return null;
  return (
    <PaneSection title={t("family")}>
      <dl className="oi-facts oi-facts-rows">
        {parent && (
          <div>
            <dt>{t("parent")}</dt>
            <dd>
              <Link href={`/customers/${parent.id}`}>{parent.name}</Link>{" "}
              <span className="oi-unit">{parent.number}</span>
            </dd>
          </div>
        )}
        {children.length > 0 && (
          <div>
            <dt>{t("children")}</dt>
            <dd>
              <ul className="max-h-40 overflow-y-auto">
                {children.map((child) => (
                  <li key={child.id}>
                    <Link href={`/customers/${child.id}`}>{child.name}</Link>{" "}
                    <span className="oi-unit">{child.number}</span>
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
      </dl>
    </PaneSection>
  );
}

function ContactsShort({ customerId }: { customerId: string }) {
  const t = useTranslations("customer");
  const { data, error, refetch } = useQuery(api.contacts.list.queryOptions({ customerId }));
  if (error) return <Failed error={error} onRetry={() => refetch()} />;
  if (data?.length === 0) return <p className="text-ink-2">{t("noContacts")}</p>;
  return (
    <ul className="grid gap-1.5">
      {data?.slice(0, CONTACTS_SHOWN).map((contact) => (
        <li key={`${contact.contactId} ${contact.givenOn.customerId}`} className="flex justify-between gap-3">
          <span className="min-w-0">
            <b>{contact.name}</b>{" "}
            <span className="oi-unit">{t(`contactRoles.${contact.role}`).toLowerCase()}</span>
          </span>
          <span className="oi-unit">{contact.state !== "active" && t(`contactStates.${contact.state}`)}</span>
        </li>
      ))}
    </ul>
  );
}
