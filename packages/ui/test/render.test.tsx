import { AgeingBars } from "@openitem/ui/ageing-bars";
import { Amount, Figure } from "@openitem/ui/amount";
import { Button, LinkButton } from "@openitem/ui/button";
import { Dialog } from "@openitem/ui/dialog";
import { ErrorSummary } from "@openitem/ui/error-summary";
import { AmountField, fieldId, TextField } from "@openitem/ui/field";
import { type LinkComponent, LinkProvider } from "@openitem/ui/link";
import { LinkMenu } from "@openitem/ui/link-menu";
import { ActionMenu } from "@openitem/ui/menu";
import { uiMessagesDe } from "@openitem/ui/messages-de";
import { uiMessages } from "@openitem/ui/messages-en";
import { OfficeShell } from "@openitem/ui/office-shell";
import { type AmountPart, PartsTable } from "@openitem/ui/parts-strip";
import { PortalShell } from "@openitem/ui/portal-shell";
import { Status, statusStates } from "@openitem/ui/status";
import { AmountCell, Body, Head, Row, SortHeader, Table } from "@openitem/ui/table";
import { ToastProvider } from "@openitem/ui/toast";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { describe, expect, test } from "vitest";

const draw = (node: ReactNode, locale = "en") =>
  renderToStaticMarkup(
    <IntlProvider locale={locale} timeZone="UTC" messages={locale === "de" ? uiMessagesDe : uiMessages}>
      {node}
    </IntlProvider>,
  );

const parts: AmountPart[] = [
  { kind: "ready", label: "Ready to pay", minor: 9_219_647n, href: "/invoices?part=ready" },
  { kind: "disputed", label: "Disputed", minor: 648_000n },
  { kind: "flight", label: "In flight", minor: 0n },
];

describe("a state", () => {
  test("is said in a word beside its mark, whatever the state and language", () => {
    for (const state of statusStates) {
      expect(draw(<Status state={state} />)).toContain(`<span>${uiMessages.status[state]}</span>`);
      expect(draw(<Status state={state} />, "de")).toContain(uiMessagesDe.status[state]);
      expect(draw(<Status state={state} />)).toMatch(/<svg[^>]*aria-hidden="true"/);
    }
  });

  test("carries its date in the word and its reason below", () => {
    const html = draw(<Status state="promised" label="Promised for 27 Nov" detail="1,904.15" />);
    expect(html).toContain("Promised for 27 Nov");
    expect(html).not.toContain(">Promised<");
    expect(html).toContain("1,904.15");
  });
});

describe("an amount on a page", () => {
  test("is written for the person and readable by a machine", () => {
    expect(draw(<Amount minor={-235_000n} currency="USD" />)).toBe(
      '<data value="-2350.00" class="oi-amount">\u22122,350.00</data>',
    );
    expect(draw(<Amount minor={123_450n} currency="EUR" />, "de")).toContain(">1.234,50<");
  });

  test("of nothing is pale, and a cell without one is empty", () => {
    expect(draw(<Amount minor={0n} currency="USD" />)).toContain("is-zero");
    const row = draw(
      <Table caption="Items">
        <Body>
          <Row>
            <AmountCell minor={null} currency="USD" />
          </Row>
        </Body>
      </Table>,
    );
    expect(row).toMatch(/<td[^>]*><\/td>/);
  });

  test("as the one figure says its currency once and stays whole when it is long", () => {
    const html = draw(<Figure minor={20_728_842n} currency="USD" />);
    expect(html.match(/USD/g)).toHaveLength(1);
    expect(draw(<Figure minor={90_071_992_547_409_931n} currency="USD" />)).toContain("is-longer");
  });
});

describe("parts and ageing", () => {
  test("show every part in the legend, also one that is nothing, and draw only what is something", () => {
    const html = draw(
      <PartsTable parts={parts} currency="USD" caption="Parts" totalLabel="Open" totalMinor={9_867_647n} />,
    );
    expect(html).toContain("In flight");
    expect(html).toContain("98,676.47");
    expect(html).toContain('href="/invoices?part=ready"');
    const strip = html.slice(0, html.indexOf("<table"));
    expect(strip.match(/class="oi-part-(ready|disputed|flight)"[^>]* x=|x="/g)).toHaveLength(2);
  });

  test("show all five buckets when nothing is open", () => {
    const buckets = ([0, 1, 2, 3, 4] as const).map((step) => ({ step, label: `bucket ${step}`, minor: 0n }));
    const html = draw(<AgeingBars buckets={buckets} currency="USD" totalMinor={0n} caption="Ageing" />);
    expect(html.match(/<rect/g)).toHaveLength(5);
    expect(html.match(/0\.00/g)!.length).toBeGreaterThanOrEqual(6);
    expect(html).not.toContain("NaN");
  });
});

describe("a form", () => {
  test("ties hint and error to the field, and what was typed comes back", () => {
    const html = draw(
      <AmountField
        name="pay"
        label="You pay"
        currency="USD"
        hint="Open: 46,820.07"
        error="46,820.07 is open."
        defaultValue="50,000.00"
      />,
    );
    expect(html).toContain('aria-describedby="field-pay-hint field-pay-error"');
    expect(html).toContain('aria-invalid="true"');
    expect(html).toContain('inputMode="decimal"');
    expect(html).toContain('value="50,000.00"');
    expect(html).toContain("You pay, USD");
    expect(html).toContain("required");
  });

  test("says what is optional instead of marking what is required", () => {
    const html = draw(<TextField name="po" label="Your reference" optional />);
    expect(html).toContain("optional");
    expect(html).not.toContain("required");
  });

  test("that was refused links each fault to its field", () => {
    const html = draw(
      <ErrorSummary title="Not sent." faults={[{ fieldId: fieldId("pay"), message: "Too much." }]} />,
    );
    expect(html).toContain('href="#field-pay"');
    expect(html).toContain('role="alert"');
  });

  test("is sent by its button before script, except by one that is blocked, which says why", () => {
    expect(draw(<Button variant="primary">Pay 83,026.40</Button>)).toContain('type="submit"');
    const blocked = draw(<Button disabledReason="Choose a reason first.">Pay</Button>);
    expect(blocked).toContain('type="button"');
    expect(blocked).toContain('aria-disabled="true"');
    expect(blocked).toContain("Choose a reason first.");
    expect(blocked).not.toMatch(/ disabled/);
    const id = /aria-describedby="([^"]+)"/.exec(blocked)?.[1];
    expect(blocked).toContain(`id="${id}"`);
  });
});

describe("links", () => {
  test("go through the router's link where there is one", () => {
    const Routed: LinkComponent = ({ href, ...rest }) => <a data-routed="" href={`/app${href}`} {...rest} />;
    const html = draw(
      <LinkProvider link={Routed}>
        <LinkButton href="/pay" variant="primary">
          Pay
        </LinkButton>
      </LinkProvider>,
    );
    expect(html).toContain('data-routed="" href="/app/pay"');
  });

  test("of a sorted column say its order", () => {
    const html = draw(
      <Table caption="Items">
        <Head>
          <SortHeader href="?sort=-due" order="ascending">
            Due
          </SortHeader>
          <SortHeader href="?sort=open" order="none">
            Open
          </SortHeader>
        </Head>
      </Table>,
    );
    expect(html.match(/aria-sort/g)).toHaveLength(1);
    expect(html).toContain('aria-sort="ascending"');
  });
});

describe("the frames", () => {
  const portal = (
    <PortalShell
      biller={{ name: "Parlance", href: "/" }}
      account={<LinkMenu face="Meridian" links={[{ href: "/a", label: "Meridian" }]} />}
      nav={[{ href: "/", label: "Home", current: true }]}
      tabs={[{ href: "/", label: "Home", icon: "home", current: true }]}
      footer="Parlance"
    >
      <h1>Home</h1>
    </PortalShell>
  );
  const office = (
    <OfficeShell
      product={{ name: "Openitem", href: "/" }}
      rail={[{ label: "Work", links: [{ href: "/w", label: "Worklist", count: 3 }] }]}
    >
      <ToastProvider>
        <ActionMenu
          face="More"
          label="More"
          actions={[{ id: "a", label: "Archive" }]}
          onAction={() => undefined}
        />
        <Dialog title="Withdraw?" action={<Button>Withdraw</Button>} safe={<Button>Keep it</Button>} />
      </ToastProvider>
    </OfficeShell>
  );

  test("begin with the way past the navigation, and mark where the reader is", () => {
    for (const html of [draw(portal), draw(office)]) {
      expect(html.indexOf('href="#main"')).toBeGreaterThan(-1);
      expect(html.indexOf('href="#main"')).toBe(html.indexOf("href="));
      expect(html).toContain('id="main"');
    }
    expect(draw(portal).match(/aria-current="page"/g)).toHaveLength(2);
  });

  test("keep to the content policy: no style attribute, style element or script", () => {
    for (const html of [draw(portal), draw(office)]) {
      expect(html).not.toMatch(/ style=|<style|<script| on[a-z]+=/);
    }
  });
});
