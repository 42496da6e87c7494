import { Button } from "@openitem/ui/button";
import { TextField } from "@openitem/ui/field";
import { AmountCell, Body, Cell, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { PayForm } from "./view.ts";

/** Finds further open documents and puts them into the payment; what was typed stays. */
export function PayAdd({ view }: { view: PayForm }) {
  const t = useTranslations("pay");
  const format = useFormats();
  const { search, found, currency } = view;
  return (
    <details className="mt-4" open={found !== null}>
      <summary className="cursor-pointer text-md text-action">{t("addTitle")}</summary>
      <div className="mt-3 grid grid-cols-[minmax(0,20rem)_auto] items-end gap-3">
        <TextField
          name="find"
          label={t("addLabel")}
          hint={t("addHint")}
          optional
          maxLength={60}
          defaultValue={search}
        />
        <Button name="intent" value="find">
          {t("find")}
        </Button>
      </div>
      {found?.length === 0 && <p className="mt-3 text-md">{t("foundNone", { currency, search })}</p>}
      {found !== null && found.length > 0 && (
        <Table caption={t("foundCaption", { currency })} dense className="mt-3">
          <Body>
            {found.map(({ id, number, about, dueOn, freeMinor }) => (
              <Row key={id}>
                <Cell
                  phone="lead"
                  heading
                  sub={[about, dueOn && t("due", { day: format.day(dueOn) })].filter(Boolean).join(" · ")}
                >
                  {number}
                </Cell>
                <AmountCell minor={freeMinor} currency={currency} />
                <Cell phone="aside" align="end">
                  <Button
                    size="small"
                    name="intent"
                    value={`add.${id}`}
                    aria-label={t("addNumber", { number })}
                  >
                    {t("add")}
                  </Button>
                </Cell>
              </Row>
            ))}
          </Body>
        </Table>
      )}
    </details>
  );
}
