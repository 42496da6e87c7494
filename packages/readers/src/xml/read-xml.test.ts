import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RefusedFile } from "../refused-file.ts";
import { readXml } from "./read-xml.ts";
import { childrenOf, textAt } from "./xml-element.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const refusalOf = (bytes: Uint8Array, limits = {}) => {
  try {
    readXml(bytes, { limits });
  } catch (error) {
    if (error instanceof RefusedFile) return error;
    throw error;
  }
  return null;
};

describe("reading XML", () => {
  it("names elements without their prefix, keeps their namespace, attributes, lines and paths", () => {
    const { root } = readXml(
      bytesOf(
        `<?xml version="1.0"?>\n<n:A xmlns:n="urn:a" n:k="1">\n<n:B c="EUR"> 1 &amp; 2 </n:B><B>x</B></n:A>`,
      ),
    );
    expect(root).toMatchObject({ name: "A", namespace: "urn:a", line: 2, path: "A" });
    expect(root.attributes.get("n:k")).toBe("1");
    expect(root.children.map((child) => [child.path, child.namespace, child.text, child.line])).toEqual([
      ["A/B", "urn:a", "1 & 2", 3],
      ["A/B[2]", null, "x", 3],
    ]);
  });

  it("hands over what is taken and does not keep it", () => {
    const taken: string[] = [];
    const { root } = readXml(bytesOf("<A><L><E>1</E><E>2</E><S>3</S></L></A>"), {
      take: (element, ancestors) => {
        if (element.name !== "E") return false;
        taken.push(`${ancestors.map((around) => around.name).join("/")}:${element.text}`);
        return true;
      },
    });
    expect(taken).toEqual(["A/L:1", "A/L:2"]);
    expect(childrenOf(root.children[0] ?? null, "E")).toHaveLength(0);
    expect(textAt(root, "L", "S")).toBe("3");
  });

  it("decodes what the document declares, and says when the bytes are of another charset", () => {
    const latin = Uint8Array.from([
      ...bytesOf(`<?xml version="1.0" encoding="ISO-8859-1"?><A>`),
      0xe9,
      ...bytesOf("</A>"),
    ]);
    expect(readXml(latin).root.text).toBe("é");
    const wrong = Uint8Array.from([...bytesOf("<A>"), 0xe9, ...bytesOf("</A>")]);
    expect(readXml(wrong)).toMatchObject({ replacedCharset: "utf-8", root: { text: "é" } });
    const wide = new Uint8Array(Buffer.from("\ufeff<A>ž</A>", "utf16le"));
    expect(readXml(wide).root.text).toBe("ž");
  });

  it("refuses a document type declaration and entities of any other kind", () => {
    const laughs = `<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>`;
    expect(refusalOf(bytesOf(laughs))?.code).toBe("xml-doctype");
    expect(refusalOf(bytesOf(`<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>`))?.code).toBe("xml-doctype");
    for (const entity of ["y", "constructor", "toString", "__proto__"]) {
      expect(refusalOf(bytesOf(`<a>&${entity};</a>`))?.code).toBe("xml-malformed");
    }
  });

  it("refuses what crosses a bound, and says where", () => {
    expect(refusalOf(bytesOf("<a>".repeat(9)), { maxDepth: 8 })).toMatchObject({ code: "xml-too-deep" });
    expect(refusalOf(bytesOf("<a><b/><b/></a>"), { maxElements: 2 })?.code).toBe("xml-too-many-elements");
    expect(refusalOf(bytesOf(`<a b="1" c="2"/>`), { maxAttributes: 1 })?.code).toBe(
      "xml-too-many-attributes",
    );
    expect(refusalOf(bytesOf("<a>12345</a>"), { maxText: 4 })?.code).toBe("xml-text-too-long");
    expect(refusalOf(bytesOf("<a/>"), { maxBytes: 3 })?.code).toBe("xml-too-large");
    expect(refusalOf(bytesOf("<a>\n<b>\n</c></a>"))).toMatchObject({
      code: "xml-malformed",
      location: { line: 3, path: "a" },
    });
    for (const nothing of ["", " ", "<a", "<a>", "text", "<a/><b/>"]) {
      expect(refusalOf(bytesOf(nothing)), nothing).not.toBeNull();
    }
  });

  it("answers with a document or a refusal, whatever the bytes", () => {
    const fragments = fc.constantFrom(
      "<a>",
      "</a>",
      "<b x='1'/>",
      "&lt;",
      "&#x41;",
      "<![CDATA[",
      "]]>",
      "<!--",
      "\0",
      "é",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.array(fragments).map((parts) => bytesOf(parts.join(""))),
        ),
        (bytes) => {
          refusalOf(bytes);
        },
      ),
      { numRuns: 500 },
    );
  });
});
