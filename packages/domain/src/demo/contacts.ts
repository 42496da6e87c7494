import type { ContactRole } from "../kernel/context.ts";
import { CUSTOMERS, customerOf } from "./customers.ts";
import { demoId } from "./demo-id.ts";

type Grant = { customer: string; role: ContactRole; withSubsidiaries?: boolean };

export type DemoContact = {
  key: string;
  id: string;
  name: string;
  email: string;
  locale: string;
  grants: readonly [Grant, ...Grant[]];
  /** `active` has a sign-in; the others were invited and have not come. */
  state: "active" | "open" | "expired" | "revoked";
};

function contact(
  key: string,
  name: string,
  email: string,
  grants: DemoContact["grants"],
  state: DemoContact["state"] = "active",
  locale = "en",
): DemoContact {
  return { key, id: demoId(`contact:${key}`), name, email, locale, grants, state };
}

const on = (customer: string, role: ContactRole, withSubsidiaries = false): Grant => ({
  customer,
  role,
  withSubsidiaries,
});

export const CONTACTS: readonly DemoContact[] = [
  contact("dana", "Dana Whitfield", "dana.whitfield@meridianfreight.example", [
    on("meridian", "payer"),
    on("meridian-drayage", "payer"),
  ]),
  contact("tomasz", "Tomasz Lewandowski", "tomasz.lewandowski@meridianfreight.example", [
    on("meridian", "approver", true),
  ]),
  contact("joanne", "Joanne Achterberg", "joanne.achterberg@meridianfreight.example", [
    on("meridian", "viewer"),
  ]),
  contact("celeste", "Céleste Tremblay-Gagnon", "celeste.tremblay@meridianfreight.example", [
    on("meridian-quebec", "admin"),
  ]),
  contact(
    "ap-meridian",
    "Accounts payable",
    "ap@meridianfreight.example",
    [on("meridian", "viewer")],
    "expired",
  ),
  contact(
    "ruben",
    "Rubén Castañeda",
    "ruben.castaneda@meridianfreight.example",
    [on("meridian", "disputer")],
    "open",
  ),
  contact(
    "leaver",
    "Garrett Boyle",
    "garrett.boyle@meridianfreight.example",
    [on("meridian-drayage", "payer")],
    "revoked",
  ),

  contact("nora", "Nora Lindqvist", "nora.lindqvist@northlight.example", [on("northlight", "admin")]),
  contact("marcus", "Marcus Okafor", "marcus.okafor@tallgrass.example", [on("tallgrass", "payer")]),
  contact("elena", "Elena Petrakis", "elena@cedarandfinch.example", [on("cedar", "admin")]),
  contact("wes", "Wes Halloran", "office@juniperstreetdental.example", [on("juniper-dental", "payer")]),
  contact("ximena", "Ximena Robles Dávila", "xrobles@atlaslending.example", [
    on("atlas-lending", "approver", true),
  ]),
  contact("gwen", "Gwendolyn Farrow", "gfarrow@oakline.example", [on("oakline", "disputer")]),
  contact("derek", "Derek Osei", "dosei@cobaltlogistics.example", [on("cobalt", "payer")]),
  contact("lucinda", "Lucinda Marsh", "lmarsh@cobaltlogistics.example", [on("cobalt", "admin")]),
  contact("hal", "Hal Brightman", "ap@brightwater.example", [on("brightwater", "payer")], "open"),
  contact(
    "moira",
    "Moira Kettle",
    "moira.kettle@brightwater.example",
    [on("brightwater", "disputer")],
    "active",
    "en-GB",
  ),
  contact("ruth", "Ruth Calloway", "rcalloway@cobaltlogistics.example", [on("cobalt", "disputer")]),
  contact("imani", "Imani Brooks", "imani@quillandharbor.example", [on("quill", "admin")]),
  contact("cole", "Cole Navarro", "cole@summittrail.example", [on("summit", "payer")]),
  contact(
    "bastien",
    "Bastien Leroux",
    "b.leroux@mistral-bienetre.example",
    [on("mistral", "payer")],
    "active",
    "fr",
  ),
  contact("stefan", "Stefan Pelzer", "s.pelzer@pelican.example", [on("pelican", "payer")]),
  contact("odalys", "Odalys Ferrer", "oferrer@fieldstone.example", [on("fieldstone", "admin")]),
  contact(
    "claire",
    "Claire Vasseur",
    "c.vasseur@ateliers-lumiere.example",
    [on("lumiere", "admin")],
    "active",
    "fr",
  ),
  contact("dolores", "Dolores Vega", "dvega@pinnaclelockers.example", [on("pinnacle", "payer")], "expired"),

  contact(
    "katrin",
    "Katrin Osterloh",
    "katrin.osterloh@kranich.example",
    [on("kranich", "payer", true)],
    "active",
    "de",
  ),
  contact(
    "juergen",
    "Jürgen Weißhaupt",
    "j.weisshaupt@kranich-leben.example",
    [on("kranich-leben", "payer")],
    "active",
    "de",
  ),
  contact(
    "amelie",
    "Amélie Rousseau",
    "amelie.rousseau@maisonlune.example",
    [on("maison-lune", "payer")],
    "active",
    "fr",
  ),
  contact(
    "pieter",
    "Pieter van der Meulen",
    "p.vandermeulen@polder.example",
    [on("polder", "viewer")],
    "open",
    "nl",
  ),
  contact(
    "giulia",
    "Giulia Bianchi",
    "amministrazione@bottega.example",
    [on("bottega", "payer")],
    "revoked",
    "it",
  ),
  contact(
    "imogen",
    "Imogen Hartley-Smythe",
    "imogen.hartley@penninebs.example",
    [on("pennine", "approver")],
    "active",
    "en-GB",
  ),

  contact("noa", "נועה בן־דוד", "noa@negevdirect.example", [on("negev", "payer")], "active", "he"),
  contact("fahad", "فهد العنزي", "f.alanezi@khaleejpay.example", [on("khaleej", "viewer")], "open", "ar"),
  contact("akiko", "佐藤 明子", "sato.akiko@hinode.example", [on("hinode", "payer", true)], "active", "ja"),
  contact("weilin", "Tan Wei Lin", "weilin.tan@banyan.example", [on("banyan", "admin")]),
  contact("arjun", "Arjun Mehta", "arjun.mehta@gangamicro.example", [on("ganga", "viewer")], "expired"),
];

/** The customers a contact reaches, with his role on each: what his grants say, subsidiaries included. */
export function accountsOf({ grants }: DemoContact): Map<string, ContactRole> {
  const accounts = new Map<string, ContactRole>();
  for (const { customer, role, withSubsidiaries } of grants) {
    accounts.set(customerOf(customer).id, role);
    if (!withSubsidiaries) continue;
    for (const { id, parent } of CUSTOMERS) if (parent === customer) accounts.set(id, role);
  }
  return accounts;
}

export function contactOf(key: string): DemoContact {
  const found = CONTACTS.find((each) => each.key === key);
  if (!found) throw new Error(`The demo company knows no ${key}`);
  return found;
}
