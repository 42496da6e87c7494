import { Amount } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { Link } from "@openitem/ui/link";
import { Status } from "@openitem/ui/status";
import { Body, Cell, ColumnHead, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useListKeys } from "../lists/list-keys.ts";
import { useMay } from "../session.ts";
import { type KeyBinding, useKeys } from "../shell/keys.tsx";
import { CHECK_MARKS, CHECK_PLACES, type Check, type CloseView } from "./close-words.ts";
import { NoteDialog } from "./note-dialog.tsx";
import { SignDialog } from "./sign-dialog.tsx";

type Open = { kind: "note" | "sign"; check: Check };

/** Every check, computed now, with what people added: j and k move, n writes a note, x signs. */
export function CheckTable({ view }: { view: CloseView }) {
  const t = useTranslations("close");
  const { checks, period } = view;
  const body = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const mayPrepare = useMay("period.prepare") && period.status === "closing" && period.id !== null;
  const keys = useListKeys(
    checks.length,
    (index) => body.current?.querySelectorAll("tbody tr")[index]?.scrollIntoView({ block: "nearest" }),
    (index) => placeOf(checks[index]),
    () => {},
  );
  const now = useRef({ checks, index: keys.index });
  useEffect(() => {
    now.current = { checks, index: keys.index };
  });
  const bindings = useMemo<KeyBinding[]>(() => {
    if (!mayPrepare) return [];
    const at = () => (now.current.index === null ? undefined : now.current.checks[now.current.index]);
    return [
      {
        keys: ["n"],
        label: t("keyNote"),
        run() {
          const check = at();
          if (check) setOpen({ kind: "note", check });
        },
      },
      {
        keys: ["x"],
        label: t("keySign"),
        run() {
          const check = at();
          if (check && maySign(check)) setOpen({ kind: "sign", check });
        },
      },
    ];
  }, [t, mayPrepare]);
  useKeys(bindings);
  return (
    <div ref={body} className="close-checks">
      <Table caption={t("caption")} edge>
        <Head>
          <ColumnHead>{t("check")}</ColumnHead>
          <ColumnHead align="end">{t("items")}</ColumnHead>
          <ColumnHead align="end">{t("amount")}</ColumnHead>
          <ColumnHead>{t("state")}</ColumnHead>
          <ColumnHead>{t("evidence")}</ColumnHead>
          <ColumnHead>{t("owner")}</ColumnHead>
          {mayPrepare && (
            <ColumnHead>
              <span className="oi-hidden">{t("actions")}</span>
            </ColumnHead>
          )}
        </Head>
        <Body>
          {checks.map((check, index) => (
            <CheckRow
              key={check.check}
              check={check}
              view={view}
              current={keys.index === index}
              onClick={() => keys.set(index)}
              onOpen={mayPrepare ? (kind) => setOpen({ kind, check }) : null}
            />
          ))}
        </Body>
      </Table>
      {open?.kind === "note" && period.id && (
        <NoteDialog periodId={period.id} check={open.check} onClose={() => setOpen(null)} />
      )}
      {open?.kind === "sign" && period.id && (
        <SignDialog periodId={period.id} check={open.check} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}

const placeOf = (check: Check | undefined): string | undefined =>
  check && check.items > 0 ? CHECK_PLACES[check.check] : undefined;

/** Whether the check asks for a signature as it stands. */
const maySign = ({ state }: Check): boolean => state === "to_sign";

function CheckRow({
  check,
  view,
  current,
  onClick,
  onOpen,
}: {
  check: Check;
  view: CloseView;
  current: boolean;
  onClick: () => void;
  onOpen: ((kind: Open["kind"]) => void) | null;
}) {
  const t = useTranslations("close");
  const name = useCheckName(view);
  const format = useFormats();
  const blocks = check.state === "blocks";
  return (
    <Row
      current={current}
      selected={current || undefined}
      {...(blocks && { tone: "overdue" as const })}
      onClick={onClick}
    >
      <Cell heading phone="lead" sub={check.note && <span className="said">{check.note}</span>}>
        {name(check.check)}
      </Cell>
      <Cell align="end" quiet phone="aside">
        {check.rule === "reviewed" ? "" : format.count(check.items)}
      </Cell>
      <Cell align="end" phone="amount">
        {check.amounts.map(({ currency, minor }) => (
          <span key={currency} className="close-amount">
            <Amount minor={minor} currency={currency} showCurrency />
          </span>
        ))}
      </Cell>
      <Cell phone="status">
        <Status state={CHECK_MARKS[check.state]} label={t(`states.${check.state}`)} />
      </Cell>
      <Cell quiet phone="line" label={t("evidence")}>
        <Evidence check={check} at={view.at} />
      </Cell>
      <Cell quiet phone="line" label={t("owner")}>
        {check.owner?.name ?? t("nobody")}
      </Cell>
      {onOpen && (
        <Cell phone="line">
          <span className="close-acts">
            <Button
              size="small"
              onClick={() => onOpen("note")}
              aria-label={t("noteOn", { check: name(check.check) })}
            >
              {t("note")}
            </Button>
            {maySign(check) && (
              <Button
                size="small"
                onClick={() => onOpen("sign")}
                aria-label={t("signOn", { check: name(check.check) })}
              >
                {t("sign")}
              </Button>
            )}
          </span>
        </Cell>
      )}
    </Row>
  );
}

function Evidence({ check, at }: { check: Check; at: Date }) {
  const t = useTranslations("close");
  const { locale, timeZone } = useFormats();
  const clock = new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const place = placeOf(check);
  const { signed, file } = check;
  return (
    <span className="close-evidence">
      {place && <Link href={place}>{t("openItems", { count: check.items })}</Link>}
      {file && (
        // A download: the router has no page of it.
        <a href={`/files/${file.id}`} download>
          {file.name}
        </a>
      )}
      {signed && <span>{t(signed.holds ? "signedBy" : "signedOther", { name: signed.by })}</span>}
      {!place && !file && !signed && t("live", { at: clock.format(at) })}
    </span>
  );
}

/** A check by its name; those that measure by the policy say by what. */
function useCheckName(view: Pick<CloseView, "policy" | "rollForward">): (check: Check["check"]) => string {
  const t = useTranslations("close");
  const format = useFormats();
  const { unappliedDays, disputesFrom } = view.policy;
  const currencies = view.rollForward.map(({ currency }) => currency);
  return (check) => {
    // The policy's amount in a currency that these books are in.
    const own = currencies.flatMap((code) => disputesFrom.filter(({ currency }) => currency === code));
    const from = own[0] ?? disputesFrom[0];
    return t(`checks.${check}`, {
      days: unappliedDays,
      amount: from ? `${format.amount(from.minor, from.currency)} ${from.currency}` : "0",
    });
  };
}
