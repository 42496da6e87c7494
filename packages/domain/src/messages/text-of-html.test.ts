import { expect, test } from "vitest";
import { textOfHtml } from "./text-of-html.ts";

test("a mail of HTML alone is read as a person sees it, quotes marked", () => {
  const html = `<html><head><title>x</title><style>p { color: red }</style></head><body>
    <p>All of it went out as <b>MRDFRT</b> &amp; nothing&nbsp;else &#8212; see&#x21;</p><div>Dana<br>Harrow</div>
    <!-- <p>hidden</p> --><script>alert("<p>no</p>")</script>
    <blockquote>On 17 Nov we asked:<br>Which sender?</blockquote></body></html>`;
  expect(textOfHtml(html)).toBe(
    "All of it went out as MRDFRT & nothing else — see!\n\nDana\nHarrow\n\n> On 17 Nov we asked:\n> Which sender?",
  );
});

test.each([
  ["<p>open", "open"],
  ["a < b", "a"],
  ["&bogus; &#0; &#xD800; &#x110000;", "&bogus; &#0; &#xD800; &#x110000;"],
  ["<style>never closed", ""],
  ["<!-- never closed", ""],
  ["", ""],
])("what is broken is read as far as it can be: %s", (html, text) => expect(textOfHtml(html)).toBe(text));

test.each(["<style>", "<!--", "<p", "<", "&#", "<blockquote>", "</style>"])(
  "a megabyte of %s is read in one pass",
  (part) => {
    // A scan that began anew at each mark would not end within the test's time.
    expect(textOfHtml(part.repeat(1_000_000 / part.length)).length).toBeLessThan(13_000_000);
  },
);
