import { expect, test } from "vitest";
import { errorForLog } from "./error-for-log.ts";

test("a failed statement is logged without the values it was sent with", () => {
  const cause = Object.assign(
    new Error("Failed query: select 1 where token = $1\nparams: s3cret,\nsecond line"),
    {
      code: "57P01",
    },
  );
  const logged = errorForLog(
    new Error("Failed to get session: Failed query: …\nparams: s3cret: connect", { cause }),
  );
  expect(logged).toMatchObject({
    message: "Failed to get session: Failed query: …",
    cause: { code: "57P01" },
  });
  expect(JSON.stringify(logged)).not.toMatch(/s3cret|second line/);
});
