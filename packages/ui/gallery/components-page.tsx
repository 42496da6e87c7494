import { AgeingBars } from "@openitem/ui/ageing-bars";
import { Amount, Figure } from "@openitem/ui/amount";
import { Banner } from "@openitem/ui/banner";
import { Button, ButtonRow, LinkButton } from "@openitem/ui/button";
import { CheckboxField } from "@openitem/ui/choice";
import { DefinitionList } from "@openitem/ui/definition-list";
import { EmptyState } from "@openitem/ui/empty-state";
import { ErrorSummary } from "@openitem/ui/error-summary";
import { AmountField, DateField, FileField, SelectField, TextArea, TextField } from "@openitem/ui/field";
import { KeyCap } from "@openitem/ui/key-cap";
import { LinkMenu } from "@openitem/ui/link-menu";
import { PageHeader, Section } from "@openitem/ui/page";
import { PartsTable } from "@openitem/ui/parts-strip";
import { LimitBar, Progress } from "@openitem/ui/progress";
import { Status, statusStates } from "@openitem/ui/status";
import {
  Body,
  Cell,
  ColumnHead,
  EmptyRows,
  FailedRows,
  Head,
  LoadingRows,
  Row,
  Table,
} from "@openitem/ui/table";
import { Segments, Tabs } from "@openitem/ui/tabs";
import { Toast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { buckets, CUSTOMER, OPEN, parts } from "./story.tsx";

const views = [
  { href: "#open", label: "Open items", count: 10, current: true },
  { href: "#payments", label: "Payments" },
  { href: "#disputes", label: "Disputes", count: 1 },
];

function Formats() {
  const format = useFormats();
  const rows: [string, string][] = [
    ["USD", format.amount(120_433_010n, "USD")],
    ["USD, negative", format.amount(-235_000n, "USD")],
    ["JPY", format.amount(4_812_000n, "JPY")],
    ["KWD", format.amount(9_204_350n, "KWD")],
    ["Unit price", format.decimal("0.0079")],
    ["Day", format.day("2026-08-30")],
    ["Day to act on", format.day("2026-11-27", { weekday: true, year: false })],
    ["Moment", format.moment(new Date("2026-11-18T14:14:00Z"))],
    ["Read as", format.readAs(123_450n, "USD")],
    ["Refused", format.amountFault("too-many-decimals", "JPY")],
    ["Distance", format.distance("2026-08-30", "2026-11-18")],
  ];
  return <DefinitionList layout="sides" items={rows.map(([term, value]) => ({ term, value }))} />;
}

function Tables() {
  const head = (
    <Head>
      <ColumnHead>Invoice</ColumnHead>
      <ColumnHead>Due</ColumnHead>
      <ColumnHead align="end">Open, USD</ColumnHead>
    </Head>
  );
  return (
    <>
      <Table caption="Empty" captionShown>
        {head}
        <Body>
          <EmptyRows columns={3}>
            <EmptyState title="No invoice matches “4500119”.">
              Searched 214 invoices by number, PO and amount. <a href="#clear">Clear the search</a>
            </EmptyState>
          </EmptyRows>
        </Body>
      </Table>
      <Table caption="Loading" captionShown busy>
        {head}
        <Body>
          <LoadingRows columns={3} />
        </Body>
      </Table>
      <Table caption="Failed" captionShown>
        {head}
        <Body>
          <FailedRows
            columns={3}
            title="We could not load your invoices."
            detail="Nothing is wrong with them."
            reference="7F3K-22"
            retryHref="#"
          />
        </Body>
      </Table>
      <Table caption="Sideways" captionShown phone="scroll">
        {head}
        <Body>
          <Row current>
            <Cell strong>INV-2026-08417</Cell>
            <Cell className="whitespace-nowrap">30 Aug 2026</Cell>
            <Cell align="end">
              <Amount minor={0n} currency="USD" />
            </Cell>
          </Row>
        </Body>
      </Table>
    </>
  );
}

function Fields() {
  return (
    <div className="grid gap-5 md:grid-cols-2">
      <AmountField
        name="amount"
        label="Amount"
        currency="USD"
        hint="Open: 46,820.07"
        defaultValue="44,000.00"
      />
      <DateField
        name="day"
        label="Pay on"
        hint="Up to 18 Dec 2026"
        error="30 Nov is a holiday of your bank."
        defaultValue="2026-11-30"
      />
      <TextField name="po" label="Your reference" optional />
      <SelectField
        name="reason"
        label="Reason"
        options={[{ value: "a", label: "Preis weicht vom Rahmenvertrag ab (Zusatzvereinbarung)" }]}
      />
      <TextArea name="note" label="What happened" error="Tell us in a sentence what is wrong." />
      <FileField name="file" label="A document" hint="PDF or XLSX, up to 10 MB" optional />
      <CheckboxField
        name="agree"
        label="Tell me when it settles"
        hint="By mail to dana@meridianfreight.example"
        defaultChecked
      />
      <CheckboxField
        name="locked"
        label="INV-2026-09260"
        hint="Tomasz Lewandowski is paying it since 17 Nov."
        disabled
      />
    </div>
  );
}

/** Every component in its states. */
export function Components() {
  return (
    <main className="mx-auto max-w-6xl p-4 md:p-8">
      <PageHeader
        title="Components and states"
        note="The same parts in both apps."
        back={{ href: "#", label: "Back" }}
      />
      <div className="mt-8 grid gap-x-14 gap-y-10 md:grid-cols-2 [&>section]:m-0">
        <Section title="Status" ruled className="md:col-span-2">
          <div className="grid grid-cols-2 gap-3 md:grid-cols-4">
            {statusStates.map((state) => (
              <Status key={state} state={state} />
            ))}
            <Status state="promised" label="Promised for 27 Nov" detail="1,904.15" />
          </div>
        </Section>
        <Section title="Parts" ruled>
          <PartsTable parts={parts} currency="USD" caption="Parts" totalLabel="Open" totalMinor={OPEN} />
        </Section>
        <Section title="Ageing" ruled>
          <AgeingBars
            buckets={[...buckets.slice(0, 4), { step: 4, minor: 0n }]}
            currency="USD"
            totalMinor={OPEN}
            caption="Ageing"
          />
          <div className="mt-8">
            <Figure minor={-90_071_992_547_409_931n} currency="USD" label="A very large figure" />
          </div>
          <LimitBar
            label="Exposure 200,938.42 of 250,000.00"
            used={200_938}
            limit={250_000}
            watch={225_000}
          />
        </Section>
        <Section title="Buttons" ruled>
          <ButtonRow>
            <Button variant="primary">Pay 83,026.40</Button>
            <Button>Promise a date</Button>
            <Button variant="text">Add a file</Button>
            <Button variant="danger">Cancel the payment</Button>
            <LinkButton href="#pdf" icon="download" size="small">
              PDF
            </LinkButton>
            <Button keyCap="l">Log a call</Button>
            <Button disabledReason="Choose a reason first.">Confirm</Button>
          </ButtonRow>
          <p className="mt-4">
            <KeyCap>j</KeyCap> <KeyCap>k</KeyCap>
          </p>
          <LinkMenu
            face={CUSTOMER}
            links={[
              { href: "#a", label: CUSTOMER, detail: "104882", current: true },
              { href: "#b", label: "Meridian Freight Canada ULC", detail: "104883" },
            ]}
          />
        </Section>
        <Section title="Formats" ruled>
          <Formats />
        </Section>
        <Section title="Fields" ruled>
          <Fields />
        </Section>
        <Section title="Messages" ruled>
          <div className="grid gap-3">
            <ErrorSummary
              title="Not sent. Two things to look at:"
              faults={[
                { fieldId: "field-day", message: "Pay on: 30 Nov is a holiday of your bank." },
                {
                  fieldId: "field-amount",
                  message: "Amount: INV-2026-10188 now has 46,000.00 open, 820.07 less than when you began.",
                },
              ]}
              note="Everything you typed is still here."
            />
            <Banner
              tone="flight"
              state="in-flight"
              title="Payment under way."
              action={<a href="#see">See it</a>}
            >
              51,377.92 by Tomasz Lewandowski, expected Fri 20 Nov.
            </Banner>
            <Banner tone="overdue" state="returned" title="Your bank sent back 3,000.00.">
              Account closed. INV-2026-09261 is open again, due date as before.
            </Banner>
            <Banner tone="due" state="waiting-for-us" title="Stripe has not confirmed yet.">
              We look again by ourselves. Do not pay twice.
            </Banner>
            <Banner tone="quiet" state="held" title="Read-only." />
            <Toast text="Applied 61,084.00 to 3 invoices." onUndo={() => undefined} undoKey="u" />
            <Progress label="Matching 10,000 bank lines" done={6214} total={10000} state="6,214 done">
              <span>5,903 applied, 311 for you</span>
              <a href="#stop">Stop</a>
            </Progress>
          </div>
        </Section>
        <Section title="Tabs" ruled>
          <Tabs label="Views" tabs={views} />
          <div className="mt-4">
            <Segments label="Kind" tabs={views} />
          </div>
        </Section>
        <Section title="Tables" ruled>
          <Tables />
        </Section>
      </div>
    </main>
  );
}
