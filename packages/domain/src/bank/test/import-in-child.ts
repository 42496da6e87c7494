import { readFileSync } from "node:fs";
import { connect } from "@openitem/db/client";
import { importBankStatement } from "../import-bank-statement.ts";

/* A process of its own that imports a file and says after each statement how far it is: what a test kills midway. */

const [url = "", organizationId = "", file = ""] = process.argv.slice(2);
const { db, close } = connect(url, { connectionsMax: 2, name: "child" });
const report = await importBankStatement(
  {
    db,
    organizationId,
    actor: { kind: "worker", name: "child" },
    now: new Date("2026-11-18T12:00:00Z"),
    requestId: "child",
  },
  {
    bytes: readFileSync(file),
    fileName: "day.xml",
    onProgress: (done) => process.stdout.write(`${done}\n`),
  },
);
process.stdout.write(`new ${report.new} known ${report.known} held ${report.held}\n`);
await close();
