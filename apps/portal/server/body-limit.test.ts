import { expect, test } from "vitest";
import { bodyBytesMax, drain, takesFiles } from "./body-limit.ts";

const MIB = 1024 * 1024;
const readFileBytesMax = () => Promise.resolve(10_000_000);

test.each([
  ["/pay", MIB],
  ["/disputes", MIB],
  ["/files/0199c7c6-6f0e-7b2e-8a57-0c86b8b5b9ad/remove", MIB],
  ["/disputes/new", 64 * MIB],
  ["/disputes/new.data", 64 * MIB],
  ["/remittances/new", 64 * MIB],
  ["/remittances/new.data", 64 * MIB],
  ["/remittances/0199c7c6-6f0e-7b2e-8a57-0c86b8b5b9ad", MIB],
  ["/Disputes/0199c7c6-6f0e-7b2e-8a57-0c86b8b5b9ad/", 64 * MIB],
  ["/files", 10_000_000 + 64 * 1024],
])("a request to %s may bring %d bytes", async (path, max) => {
  expect(await bodyBytesMax(path, readFileBytesMax)).toBe(max);
});

test("only where files are taken is the refusal a page", () => {
  expect(takesFiles("/disputes/new")).toBe(true);
  expect(takesFiles("/pay")).toBe(false);
});

test("what is refused is read to its end, so that the browser gets to see why", async () => {
  const body = new Response("x".repeat(100_000)).body;
  expect(await drain(body)).toBe(true);
  expect(await drain(null)).toBe(false);
});
