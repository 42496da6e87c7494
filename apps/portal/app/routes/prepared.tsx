import {
  changeAccountSettings,
  readAccountSettings,
} from "@openitem/domain/payments/change-account-settings";
import { listPrepared } from "@openitem/domain/payments/list-prepared";
import { may } from "@openitem/domain/policies/permissions";
import { Button, LinkButton } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { FilterChips } from "@openitem/ui/filter-chips";
import { Link } from "@openitem/ui/link";
import { PageHeader, Section } from "@openitem/ui/page";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { Form, redirect, useLocation } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { answer, page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { withAccount } from "../parts/account-address.ts";
import { PreparedState } from "../parts/prepared/prepared-state.tsx";
import { ProblemBanner } from "../parts/problem.tsx";
import { readForm } from "../read-form.server.ts";
import type { Route } from "./+types/prepared";

const GROUPS = ["prepared", "released", "declined", "withdrawn", "all"] as const;
type Group = (typeof GROUPS)[number];

/** A place in the list, as it stands in the address: "2026-11-18T12:00:00.000Z~<id>". */
const place = z
  .string()
  .transform((text) => text.split("~", 2))
  .pipe(z.tuple([z.iso.datetime().refine((at) => at >= "1970"), z.uuid()]))
  .transform(([at, id]) => ({ preparedAt: new Date(at), id }));

export const loader = page(async ({ url, context }: Route.LoaderArgs) => {
  const { ctx, contact, customerIds, account } = context.get(viewerContext);
  const group = GROUPS.find((each) => each === url.searchParams.get("state")) ?? "prepared";
  const before = place.safeParse(url.searchParams.get("before")).data ?? null;
  const { rows, next } = await listPrepared(ctx, {
    customerIds,
    status: group === "all" ? null : group,
    before,
  });
  return {
    group,
    rows: rows.map(({ preparedBy, ...row }) => ({
      ...row,
      isForYou:
        row.status === "prepared" &&
        preparedBy !== `contact:${contact.id}` &&
        may(ctx.actor, "payment.release", row.customerId),
    })),
    next: next && `${next.preparedAt.toISOString()}~${next.id}`,
    isFirstPage: before === null,
    manyAccounts: account === null,
    rule: account && {
      name: account.name,
      isOn: (await readAccountSettings(ctx, account.id)).paymentApproval,
      mayChange: may(ctx.actor, "account.settings", account.id),
    },
  };
});

export async function action(args: Route.ActionArgs) {
  const { ctx, account } = args.context.get(viewerContext);
  const intent = (await readForm(args)).get("intent");
  const done = await answer(args, async () => {
    if (account && (intent === "on" || intent === "off"))
      await changeAccountSettings(ctx, { customerId: account.id, paymentApproval: intent === "on" });
    return { href: withAccount("/prepared-payments", args.url.search) };
  });
  if ("href" in done) throw redirect(done.href, 303);
  return done;
}

const listHref = (group: Group, before?: string): string => {
  const params = new URLSearchParams({
    ...(group !== "prepared" && { state: group }),
    ...(before && { before }),
  });
  return params.size > 0 ? `/prepared-payments?${params}` : "/prepared-payments";
};

export default function Prepared({ loaderData, actionData }: Route.ComponentProps) {
  const { group, rows, next, isFirstPage, rule } = loaderData;
  const t = useTranslations("prepared");
  return (
    <>
      <title>{t("title")}</title>
      <PageHeader title={t("title")} note={t("note")} />
      <div className="my-4 grid gap-3">
        {actionData && <ProblemBanner problem={actionData.problem} />}
        <FilterChips
          label={t("filters")}
          filters={GROUPS.map((each) => ({
            href: listHref(each),
            label: t(`groups.${each}`),
            current: each === group,
          }))}
        />
      </div>
      {rows.length === 0 ? (
        <EmptyState
          title={t(group === "prepared" || group === "all" ? "none" : "noneIn")}
          actions={group !== "all" && <LinkButton href={listHref("all")}>{t("showAll")}</LinkButton>}
        >
          {t("noneBody")}
        </EmptyState>
      ) : (
        <PreparedTable {...loaderData} />
      )}
      {(next || !isFirstPage) && (
        <nav className="mt-4 flex justify-between gap-4 text-md" aria-label={t("title")}>
          {isFirstPage ? <span /> : <Link href={listHref(group)}>{t("newest")}</Link>}
          {next && (
            <Link href={listHref(group, next)} rel="next">
              {t("older")}
            </Link>
          )}
        </nav>
      )}
      {rule && <Rule rule={rule} />}
    </>
  );
}

function PreparedTable({ rows, manyAccounts }: Route.ComponentProps["loaderData"]) {
  const t = useTranslations("prepared");
  const format = useFormats();
  return (
    <Table caption={t("caption")}>
      <Head>
        <ColumnHead>{t("number")}</ColumnHead>
        <ColumnHead>{t("state")}</ColumnHead>
        <ColumnHead align="end">{t("amount")}</ColumnHead>
      </Head>
      <Body>
        {rows.map((row) => (
          <Row key={row.id}>
            <Cell
              heading
              phone="lead"
              sub={[
                t("by", { name: row.preparedByName, moment: format.moment(row.preparedAt, { year: false }) }),
                ...(manyAccounts ? [row.customerName] : []),
              ].join(" · ")}
            >
              <DocumentLink href={`/prepared-payments/${row.id}`}>{row.number}</DocumentLink>
            </Cell>
            <Cell phone="status">
              <PreparedState status={row.status} isForYou={row.isForYou} />
            </Cell>
            <AmountCell minor={row.amountMinor} currency={row.currency} showCurrency strong />
          </Row>
        ))}
      </Body>
    </Table>
  );
}

/** Whether the account wants a second person, and for its administrator the way to change that. */
function Rule({ rule }: { rule: NonNullable<Route.ComponentProps["loaderData"]["rule"]> }) {
  const t = useTranslations("prepared");
  const { search } = useLocation();
  const { name, isOn, mayChange } = rule;
  return (
    <Section title={t("ruleTitle")} ruled id="rule" className="max-w-xl">
      <p className="text-md">{t(isOn ? "ruleOn" : "ruleOff", { name })}</p>
      {mayChange ? (
        <Form
          method="post"
          action={withAccount("/prepared-payments", search)}
          className="mt-3 grid justify-items-start gap-2"
        >
          <p className="oi-hint">{t("ruleWhy")}</p>
          <Button name="intent" value={isOn ? "off" : "on"}>
            {t(isOn ? "turnOff" : "turnOn")}
          </Button>
        </Form>
      ) : (
        <p className="oi-hint mt-1">{t("ruleAdmin")}</p>
      )}
    </Section>
  );
}
