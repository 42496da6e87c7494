import { AgeingBars } from "@openitem/ui/ageing-bars";
import { Amount, Figure, SumRow } from "@openitem/ui/amount";
import { Button, LinkButton } from "@openitem/ui/button";
import { RowCheckbox } from "@openitem/ui/choice";
import { DefinitionList } from "@openitem/ui/definition-list";
import { FilterChips } from "@openitem/ui/filter-chips";
import { PageHeader, Section, TwoColumns } from "@openitem/ui/page";
import { Pagination } from "@openitem/ui/pagination";
import { PartsLine, PartsTable } from "@openitem/ui/parts-strip";
import { SearchField } from "@openitem/ui/search-field";
import { SelectionBar } from "@openitem/ui/selection-bar";
import { Status } from "@openitem/ui/status";
import {
  AmountCell,
  Body,
  Cell,
  ColumnHead,
  DocumentLink,
  Foot,
  Head,
  Row,
  SortHeader,
  Table,
} from "@openitem/ui/table";
import { Timeline } from "@openitem/ui/timeline";
import { useFormats } from "@openitem/ui/use-formats";
import { Portal } from "./frame.tsx";
import { buckets, items, OPEN, parts } from "./story.tsx";

/** Home: parts that add up, ageing, what waits. */
export function Home() {
  return (
    <Portal at="Home">
      <PageHeader
        title="What you owe Parlance"
        note="As of Wed 18 Nov 2026, 09:14 EST. Settled payments are included up to 09:12."
      />
      <TwoColumns
        sideLabel="Beside"
        side={
          <>
            <Section title="Waiting for you" ruled>
              <Timeline
                entries={[
                  {
                    id: "1",
                    mark: { state: "disputed" },
                    title: <b>We asked you a question</b>,
                    at: "Which sender ID carried the SMS?",
                  },
                  {
                    id: "2",
                    mark: { state: "returned" },
                    title: <b>A bank debit came back</b>,
                    at: "3,000.00 for INV-2026-09261",
                  },
                ]}
              />
            </Section>
            <Section title="By days past due">
              <AgeingBars buckets={buckets} currency="USD" totalMinor={OPEN} caption="Ageing in US dollars" />
            </Section>
          </>
        }
      >
        <div className="mb-4 flex flex-wrap items-end justify-between gap-4">
          <Figure minor={OPEN} currency="USD" label="Open on 8 invoices, US dollars" />
          <div className="flex flex-wrap gap-2">
            <LinkButton href="#pay" variant="primary">
              Pay what is overdue, 92,196.47
            </LinkButton>
            <LinkButton href="#choose">Choose invoices</LinkButton>
          </div>
        </div>
        <PartsTable
          parts={parts}
          currency="USD"
          caption="What the open amount consists of"
          totalLabel="Open"
          totalMinor={OPEN}
        />
        <Section title="Your last payments" action={<a href="#all">All payments</a>}>
          <Table caption="Last payments in US dollars" dense>
            <Body>
              {(["in-flight", "returned", "settled"] as const).map((state, index) => (
                <Row key={state}>
                  <Cell quiet phone="status">
                    {17 - index} Nov
                  </Cell>
                  <Cell phone="hidden">Bank debit, Tomasz Lewandowski</Cell>
                  <Cell phone="lead">
                    <Status state={state} />
                  </Cell>
                  <AmountCell minor={5_137_792n} currency="USD" />
                </Row>
              ))}
            </Body>
          </Table>
        </Section>
      </TwoColumns>
    </Portal>
  );
}

/** The list of invoices: filters, selection, sums over the filter. */
export function Invoices() {
  const format = useFormats();
  return (
    <Portal at="Invoices">
      <PageHeader title="Invoices" />
      <div className="my-4 grid max-w-sm">
        <SearchField label="Search" name="q" placeholder="Number, PO or amount" />
      </div>
      <FilterChips
        label="Filter by status"
        filters={[
          { href: "#open", label: "Open", count: 10, current: true },
          { href: "#overdue", label: "Overdue", count: 6 },
          { href: "#not-due", label: "Not yet due", count: 2 },
          { href: "#flight", label: "In flight", count: 1 },
          { href: "#disputed", label: "Disputed", count: 1 },
          { href: "#paid", label: "Paid", count: 204 },
        ]}
      />
      <Table caption="Open invoices and credits in US dollars, oldest due date first">
        <Head>
          <ColumnHead>
            <RowCheckbox label="Select all that can be paid" />
          </ColumnHead>
          <ColumnHead>Invoice</ColumnHead>
          <SortHeader href="#issued" order="none">
            Issued
          </SortHeader>
          <SortHeader href="#due" order="ascending">
            Due
          </SortHeader>
          <ColumnHead align="end">Amount, USD</ColumnHead>
          <ColumnHead align="end">Open, USD</ColumnHead>
          <ColumnHead>Status</ColumnHead>
        </Head>
        <Body>
          {items.map((item, index) => (
            <Row
              key={item.number}
              selected={index === 3}
              dim={item.state === "in-flight"}
              tone={index === 1 ? "disputed" : undefined}
            >
              <Cell phone="select">
                <RowCheckbox
                  label={`Select ${item.number}`}
                  defaultChecked={index === 3}
                  disabled={item.state === "in-flight"}
                />
              </Cell>
              <Cell phone="lead" sub={item.about}>
                <DocumentLink href={`#${item.number}`}>{item.number}</DocumentLink>
              </Cell>
              <Cell phone="hidden" quiet className="whitespace-nowrap">
                {format.day(item.issued)}
              </Cell>
              <Cell phone="aside">
                {item.due && (
                  <>
                    <span className="whitespace-nowrap">{format.day(item.due)}</span>
                    <small className="oi-sub">{format.distance(item.due, "2026-11-18")}</small>
                  </>
                )}
              </Cell>
              <AmountCell minor={item.amount} currency="USD" tone="quiet" phone="hidden" />
              <AmountCell
                minor={item.open}
                currency="USD"
                strong
                tone={item.open < 0n ? "credit" : "plain"}
              />
              <Cell phone="status">
                <Status state={item.state} label={item.label} detail={item.detail} />
              </Cell>
            </Row>
          ))}
        </Body>
        <Foot>
          <SumRow label="10 items, credits taken off" labelSpan={4} lead={<td />}>
            <AmountCell minor={20_093_842n} currency="USD" />
            <td />
          </SumRow>
        </Foot>
      </Table>
      <Pagination
        from={1}
        to={10}
        total={10_204}
        nextHref="#next"
        note="Totals are for the whole filter, not this page."
      />
      <SelectionBar count={3} minor={5_046_007n} currency="USD">
        <LinkButton href="#pdf" size="small" icon="download">
          PDFs
        </LinkButton>
        <LinkButton href="#promise" size="small">
          Promise a date
        </LinkButton>
        <Button variant="primary">Pay 50,460.07</Button>
      </SelectionBar>
    </Portal>
  );
}

/** One invoice: head, parts, lines, history. */
export function Invoice() {
  return (
    <Portal at="Invoices">
      <PageHeader
        back={{ href: "#invoices", label: "Invoices" }}
        title="INV-2026-08417"
        subject="Usage July 2026"
        actions={
          <>
            <LinkButton href="#promise">Promise a date</LinkButton>
            <LinkButton href="#pdf" icon="download">
              PDF
            </LinkButton>
            <LinkButton href="#pay" variant="primary">
              Pay 41,736.40
            </LinkButton>
          </>
        }
      >
        <Figure
          minor={4_821_640n}
          currency="USD"
          note="open, of 48,216.40. Due Sun 30 Aug 2026, 80 days overdue"
        />
      </PageHeader>
      <div className="mt-4 mb-6">
        <PartsLine currency="USD" parts={parts.slice(0, 2)} />
      </div>
      <DefinitionList
        layout="columns"
        items={[
          { term: "Issued", value: "31 Jul 2026" },
          { term: "Your PO", value: "4500117203" },
          { term: "Contract", value: "MSA-0419, rate card 7" },
          { term: "Billed by", value: "Parlance Communications, Inc." },
        ]}
      />
      <TwoColumns
        side={
          <Section title="What happened">
            <Timeline
              entries={[
                {
                  id: "a",
                  mark: { icon: "message" },
                  title: "We asked you: which sender ID carried it?",
                  at: "Tue 17 Nov 2026, 15:20",
                  by: "Rafael Ochoa, Parlance",
                },
                {
                  id: "b",
                  mark: { state: "disputed" },
                  title: "You disputed 6,480.00: price differs from contract",
                  at: "Thu 12 Nov 2026, 10:02",
                  by: "Dana Whitfield",
                },
                {
                  id: "c",
                  mark: { icon: "mail" },
                  title: "Reminder sent, 48,216.40 overdue",
                  at: "Mon 14 Sep 2026, 09:00",
                  by: "to ap@meridianfreight.example",
                },
                { id: "d", mark: { state: "open" }, title: "Issued", at: "Fri 31 Jul 2026" },
              ]}
            />
          </Section>
        }
      >
        <Section title="What it is for" action={<a href="#csv">1,284 usage lines as CSV</a>}>
          <Table caption="Invoice lines in US dollars">
            <Head>
              <ColumnHead>Service</ColumnHead>
              <ColumnHead align="end">Quantity</ColumnHead>
              <ColumnHead align="end">Price</ColumnHead>
              <ColumnHead align="end">Amount, USD</ColumnHead>
            </Head>
            <Body>
              {["Outbound SMS, United States", "Outbound SMS, India", "Recording storage"].map(
                (service, index) => (
                  <Row key={service} tone={index === 1 ? "disputed" : undefined}>
                    <Cell phone="lead" sub="messages">
                      {service}
                      {index === 1 && (
                        <span className="block">
                          <Status state="disputed" label="6,480.00 disputed" />
                        </span>
                      )}
                    </Cell>
                    <Cell align="end" quiet phone="line" label="Quantity">
                      1,080,000
                    </Cell>
                    <Cell align="end" quiet phone="line" label="Price">
                      0.0146
                    </Cell>
                    <AmountCell minor={1_576_800n} currency="USD" />
                  </Row>
                ),
              )}
            </Body>
            <Foot>
              <SumRow label="Invoice total" labelSpan={3}>
                <Cell align="end" phone="amount">
                  <Amount minor={4_821_640n} currency="USD" />
                </Cell>
              </SumRow>
            </Foot>
          </Table>
        </Section>
      </TwoColumns>
    </Portal>
  );
}
