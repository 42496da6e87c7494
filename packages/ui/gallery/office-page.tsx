import { Amount, SumRow } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { DefinitionList, FigureStrip } from "@openitem/ui/definition-list";
import { OfficeHeader, OfficeShell, PaneScroll, PaneSection, Panes } from "@openitem/ui/office-shell";
import { SearchField } from "@openitem/ui/search-field";
import { Status } from "@openitem/ui/status";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Foot, Head, Row, Table } from "@openitem/ui/table";
import { Tabs } from "@openitem/ui/tabs";
import { Timeline } from "@openitem/ui/timeline";
import { useFormats } from "@openitem/ui/use-formats";
import { CUSTOMER, items, OPEN } from "./story.tsx";

const usd = (minor: bigint) => <Amount minor={minor} currency="USD" />;

/** A customer in the back office. */
export function Customer() {
  const format = useFormats();
  return (
    <OfficeShell
      product={{ name: "Openitem", href: "#home" }}
      rail={[
        {
          label: "My work",
          links: [
            { href: "#worklist", label: "Worklist", count: 38 },
            { href: "#broken", label: "Broken promises", count: 4, urgent: true },
          ],
        },
        {
          label: "Accounts",
          links: [
            { href: "#customers", label: "Customers", current: true },
            { href: "#payments", label: "Payments" },
          ],
        },
      ]}
      railFoot={
        <>
          <b>Priya Raman</b>Collector, Enterprise Americas
        </>
      }
      command={
        <SearchField label="Search" name="command" placeholder="Search or type a command" keyCap="/" />
      }
      bar={
        <>
          <span>Wed 18 Nov 2026, 09:14 EST</span>
          <Status state="kept" label="Books agree, 09:12" />
        </>
      }
      keys={[
        { keys: ["j", "k"], label: "move" },
        { keys: ["l"], label: "log a call" },
      ]}
    >
      <OfficeHeader
        title={CUSTOMER}
        note="104882 · net 30 · Enterprise · USD, EUR"
        actions={
          <>
            <Button>See as customer</Button>
            <Button keyCap="e">Mail</Button>
            <Button variant="primary" keyCap="l">
              Log a call
            </Button>
          </>
        }
      />
      <FigureStrip
        figures={[
          { term: "Open", value: usd(OPEN), strong: true },
          { term: "Overdue", value: usd(15_195_854n), tone: "overdue" },
          { term: "In flight", value: usd(5_137_792n), tone: "flight" },
          { term: "Disputed", value: usd(648_000n), tone: "disputed" },
          { term: "Promised", value: usd(190_415n), tone: "promised" },
          { term: "To chase", value: usd(9_219_647n), strong: true },
          { term: "Credits, on account", value: usd(-635_000n), tone: "credit" },
        ]}
      />
      <Panes
        sideLabel="Beside"
        side={
          <>
            <PaneSection title="Contacts" action={<a href="#add">Add</a>}>
              <DefinitionList layout="sides" items={[{ term: "Dana Whitfield", value: "+1 912 555 0188" }]} />
            </PaneSection>
            <PaneSection title="Timeline" action={<a href="#filter">Filter</a>}>
              <Timeline
                entries={[
                  {
                    id: "1",
                    mark: { state: "in-flight" },
                    title: "Bank debit 51,377.92 submitted",
                    at: "17 Nov 16:40",
                    by: "T. Lewandowski",
                  },
                  {
                    id: "2",
                    mark: { icon: "message" },
                    title: "Asked customer: which sender ID?",
                    at: "17 Nov 15:20",
                    by: "Rafael Ochoa",
                  },
                  {
                    id: "3",
                    mark: { state: "held" },
                    title: (
                      <>
                        Reminder step 3 <b>not sent</b>: spoke 4 days before
                      </>
                    ),
                    at: "13 Nov 09:00",
                  },
                ]}
              />
            </PaneSection>
          </>
        }
      >
        <Tabs
          label="Views"
          tabs={[
            { href: "#items", label: "Open items", count: 10, current: true },
            { href: "#payments", label: "Payments" },
          ]}
        />
        <PaneScroll label="Open items">
          <Table caption="Open items" edge>
            <Head>
              <ColumnHead>Document</ColumnHead>
              <ColumnHead>Due</ColumnHead>
              <ColumnHead align="end">Amount</ColumnHead>
              <ColumnHead align="end">Open, USD</ColumnHead>
              <ColumnHead>Status</ColumnHead>
            </Head>
            <Body>
              {items.map((item, index) => (
                <Row key={item.number} current={index === 1} selected={index === 1}>
                  <Cell phone="lead">
                    <DocumentLink href={`#${item.number}`}>{item.number}</DocumentLink>
                  </Cell>
                  <Cell phone="aside" quiet>
                    {item.due && format.day(item.due, { year: false })}
                  </Cell>
                  <AmountCell minor={item.amount} currency="USD" tone="quiet" phone="hidden" />
                  <AmountCell
                    minor={item.open}
                    currency="USD"
                    strong
                    tone={item.open < 0n ? "credit" : "plain"}
                  />
                  <Cell phone="status">
                    <Status state={item.state} label={item.label} />
                  </Cell>
                </Row>
              ))}
            </Body>
            <Foot>
              <SumRow label="10 items" labelSpan={3}>
                <AmountCell minor={20_093_842n} currency="USD" />
                <td />
              </SumRow>
            </Foot>
          </Table>
        </PaneScroll>
      </Panes>
    </OfficeShell>
  );
}
