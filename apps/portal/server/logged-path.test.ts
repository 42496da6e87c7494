import { expect, test } from "vitest";
import { loggedPath } from "./logged-path.ts";

test.each([
  "/invitation/s3cret",
  "/invitation/s3cret.data",
  "/Invitation/s3cret",
  "//INVITATION//s3cret/more",
  "/./invitation/./s3cret",
  "/%69nvitation/s3cret",
  "/invitation%2Fs3cret",
  "/invitation/\ns3cret",
])("the secret of an invitation is not in the log, however its address is written: %j", (path) => {
  expect(loggedPath(path)).not.toContain("s3cret");
  expect(loggedPath(path)).toContain("/…");
});

test("other paths are logged as they are", () => {
  expect(loggedPath("/payments/0190/receipt.pdf")).toBe("/payments/0190/receipt.pdf");
});
