import { Banner } from "@openitem/ui/banner";
import { Button } from "@openitem/ui/button";
import { CheckboxField, RadioList } from "@openitem/ui/choice";
import { AmountField, SelectField } from "@openitem/ui/field";
import { PageHeader, Section, SummaryBox, TwoColumns } from "@openitem/ui/page";
import { SumList } from "@openitem/ui/sum-list";
import { AmountCell, Body, Cell, ColumnHead, Head, Row, Table } from "@openitem/ui/table";
import { Portal } from "./frame.tsx";
import { items } from "./story.tsx";

/** Pay: amounts, a reason where one is short, credits, methods, the summary. */
export function Pay() {
  return (
    <Portal at="Pay">
      <PageHeader title="Pay 4 invoices" />
      <div className="mt-4">
        <Banner
          tone="flight"
          state="in-flight"
          title="Tomasz Lewandowski is already paying INV-2026-09260"
          action={<a href="#p">See it</a>}
        >
          51,377.92, since 17 Nov 16:40. It is not in this payment. Expected to settle on Fri 20 Nov.
        </Banner>
      </div>
      <TwoColumns
        side={
          <SummaryBox label="Summary" sticky>
            <h2>This payment</h2>
            <SumList
              currency="USD"
              lines={[
                { id: "invoices", label: "4 invoices", minor: 8_937_640n },
                { id: "credit", label: "Credit memo", minor: -235_000n, tone: "credit" },
                { id: "account", label: "Money on account", minor: -400_000n, tone: "credit" },
                { id: "fee", label: "Fee", minor: 0n },
              ]}
              total={{ label: "You pay now", minor: 8_302_640n, large: true }}
            />
            <Button variant="primary" wide trailingIcon="forward">
              Continue to the bank page
            </Button>
          </SummaryBox>
        }
      >
        <Table caption="Invoices in this payment, US dollars">
          <Head>
            <ColumnHead>Invoice</ColumnHead>
            <ColumnHead align="end">Open, USD</ColumnHead>
            <ColumnHead align="end">You pay, USD</ColumnHead>
          </Head>
          <Body>
            {items.slice(1, 4).map((item, index) => (
              <Row key={item.number}>
                <Cell phone="lead" sub={item.about} strong>
                  {item.number}
                </Cell>
                <AmountCell minor={item.open} currency="USD" tone="quiet" phone="status" label="open" />
                <Cell phone="amount" className="w-44">
                  <AmountField
                    name={`pay-${index}`}
                    label={`Pay for ${item.number}`}
                    currency="USD"
                    labelHidden
                    defaultValue="41,736.40"
                    error={index === 1 ? "46,820.07 is open." : undefined}
                  />
                </Cell>
              </Row>
            ))}
            <Row tone="due">
              <Cell colSpan={3}>
                <SelectField
                  name="why"
                  label="Why is 2,820.07 left out?"
                  hint="It stays open and overdue."
                  options={[{ value: "credit", label: "A credit is expected" }]}
                />
              </Cell>
            </Row>
          </Body>
        </Table>
        <Section title="Use your credits">
          <CheckboxField
            name="cm"
            label={<b>CM-2026-0532</b>}
            hint="Credit memo: route outage 12 Sep"
            defaultChecked
          />
        </Section>
        <Section title="How you pay">
          <RadioList
            name="method"
            legend="Payment method"
            legendHidden
            defaultValue="ach"
            choices={[
              {
                value: "ach",
                label: "Bank debit (ACH)",
                side: "no fee",
                hint: "Takes up to 4 business days. The invoices show as in flight until it settles, then as paid.",
              },
              {
                value: "wire",
                label: "Wire or check",
                side: "no fee",
                hint: "We show our bank details and a reference.",
              },
              {
                value: "card",
                label: "Card",
                side: "2.5% fee",
                hint: "For payments up to 5,000.00. This one is larger.",
                disabled: true,
              },
            ]}
          />
        </Section>
      </TwoColumns>
    </Portal>
  );
}
