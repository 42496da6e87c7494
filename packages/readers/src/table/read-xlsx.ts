import { RefusedFile } from "../refused-file.ts";
import type { Warning } from "../warning.ts";
import { readXml } from "../xml/read-xml.ts";
import { at, childOf, childrenOf, type XmlElement } from "../xml/xml-element.ts";
import { type NumberFormat, numberFormat } from "./number-format.ts";
import { type Book, joinedText, readSheet } from "./read-sheet.ts";
import { openZip, type Zip } from "./read-zip.ts";
import { type Sheet, type Table, tableLimits } from "./table.ts";

type Relation = { readonly type: string; readonly target: string };

/**
 * Reads an XLSX workbook (ECMA-376): the archive is opened under bounds, every part is read as XML without document
 * types, nothing outside the file is followed. Formulas give the value they had when the file was saved; hidden sheets
 * are left aside and said.
 */
export function readXlsx(bytes: Uint8Array): Table {
  const zip = openZip(bytes);
  const path = workbookPath(zip);
  const workbook = part(zip, path);
  if (!workbook) throw notWorkbook(zip);
  const relations = relationsOf(zip, path);
  const warnings: Warning[] = [];
  const book: Book = {
    from1904: /^(?:1|true)$/i.test(childOf(workbook, "workbookPr")?.attributes.get("date1904") ?? ""),
    strings: sharedStrings(zip, relations),
    formats: cellFormats(zip, relations),
  };
  const sheets: Sheet[] = [];
  for (const entry of childrenOf(childOf(workbook, "sheets"), "sheet").slice(0, tableLimits.sheets + 1)) {
    if (sheets.length >= tableLimits.sheets) {
      throw new RefusedFile("too-many-sheets", `The workbook has more than ${tableLimits.sheets} sheets.`);
    }
    const name = entry.attributes.get("name") ?? "";
    const state = entry.attributes.get("state");
    if (state === "hidden" || state === "veryHidden") {
      const sentence = `The sheet ${name.slice(0, 40)} is hidden and was left aside.`;
      warnings.push({ code: "sheet-hidden", sentence, location: { sheet: name } });
      continue;
    }
    const relation = relations.get(attributeEndingIn(entry, "id") ?? "");
    const sheetBytes = relation?.type.endsWith("/worksheet") ? zip.read(relation.target) : null;
    // Chart sheets hold no cells.
    if (!sheetBytes && relation && !relation.type.endsWith("/worksheet")) continue;
    if (!sheetBytes) {
      throw new RefusedFile("xlsx-part-missing", "A sheet of the workbook is missing in the file.", {
        sheet: name,
      });
    }
    sheets.push(readSheet(name, sheetBytes, book, warnings));
  }
  return { format: "xlsx", sheets, delimiter: null, charset: null, warnings };
}

function notWorkbook(zip: Zip): RefusedFile {
  const names = zip.names.map((name) => name.toLowerCase());
  if (names.includes("xl/workbook.bin")) {
    return new RefusedFile("xlsb", "This is a binary Excel workbook (.xlsb). Save it as .xlsx or CSV.");
  }
  if (names.includes("content.xml")) {
    return new RefusedFile("ods", "This is an OpenDocument file. Save the table as .xlsx or CSV.");
  }
  return new RefusedFile("zip-unknown", "The file is an archive, but no Excel workbook (.xlsx).");
}

function part(zip: Zip, path: string): XmlElement | null {
  const bytes = zip.read(path);
  return bytes ? readXml(bytes).root : null;
}

function workbookPath(zip: Zip): string {
  for (const relation of relationsOf(zip, "").values()) {
    if (relation.type.endsWith("/officeDocument")) return relation.target;
  }
  return "xl/workbook.xml";
}

/** Relations of a part by their id; targets are paths in the archive. Links to the outside are not kept. */
function relationsOf(zip: Zip, path: string): Map<string, Relation> {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const root = part(zip, `${folder}_rels/${path.slice(folder.length)}.rels`);
  const relations = new Map<string, Relation>();
  for (const relation of childrenOf(root, "Relationship")) {
    if (relation.attributes.get("TargetMode") === "External") continue;
    const target = relation.attributes.get("Target") ?? "";
    relations.set(relation.attributes.get("Id") ?? "", {
      type: relation.attributes.get("Type") ?? "",
      target: target.startsWith("/") ? target.slice(1) : resolved(folder, target),
    });
  }
  return relations;
}

function resolved(folder: string, target: string): string {
  const steps: string[] = [];
  for (const step of `${folder}${target}`.split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "." && step !== "") steps.push(step);
  }
  return steps.join("/");
}

function targetOf(relations: ReadonlyMap<string, Relation>, kind: string): string | null {
  return [...relations.values()].find(({ type }) => type.endsWith(`/${kind}`))?.target ?? null;
}

function sharedStrings(zip: Zip, relations: ReadonlyMap<string, Relation>): string[] {
  const target = targetOf(relations, "sharedStrings");
  const bytes = target && zip.read(target);
  const strings: string[] = [];
  if (bytes) {
    readXml(bytes, {
      take: (element) => {
        if (element.name !== "si") return false;
        strings.push(joinedText(element));
        return true;
      },
    });
  }
  return strings;
}

/** The number format of every cell style, by its index (`s` of a cell). */
function cellFormats(zip: Zip, relations: ReadonlyMap<string, Relation>): NumberFormat[] {
  const target = targetOf(relations, "styles");
  const styles = target === null ? null : part(zip, target);
  const codes = new Map<number, string>();
  for (const format of childrenOf(childOf(styles, "numFmts"), "numFmt")) {
    codes.set(Number(format.attributes.get("numFmtId")), format.attributes.get("formatCode") ?? "");
  }
  return childrenOf(at(styles, "cellXfs"), "xf").map((format) => {
    const id = Number(format.attributes.get("numFmtId") ?? "0");
    return numberFormat(id, codes.get(id));
  });
}

/** An attribute by its local name: `r:id` whatever the prefix. */
function attributeEndingIn(element: XmlElement, name: string): string | undefined {
  for (const [key, value] of element.attributes) {
    if (key.endsWith(`:${name}`)) return value;
  }
  return undefined;
}
