import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { connect } from "@openitem/db/client";
import { foundBiller } from "./biller.ts";
import { findRegressions } from "./bounds.ts";
import { Cluster } from "./cluster.ts";
import { type Measure, type Row, summarise } from "./measure.ts";
import { durability } from "./measures/durability.ts";
import { importing } from "./measures/import.ts";
import { listing } from "./measures/list.ts";
import { matching } from "./measures/matching.ts";
import { page } from "./measures/page.ts";
import { settling } from "./measures/settle.ts";
import { table } from "./table.ts";

const MEASURES: Measure[] = [importing, settling, listing, page, matching, durability];
const SEED = 20_261_118;
const USAGE = `npm run bench -- [--only ${MEASURES.map(({ name }) => name).join("|")}[,…]] [--quick] [--check] [--json FILE]

  --only   some of the measures
  --quick  small data and few rounds: says that everything runs, its ratios mean little
  --check  exit code 1 when a ratio is worse than its bound by more than a fifth
  --json   where the raw data goes, besides bench/results`;

async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (!options) return 2;
  const { chosen, isQuick, check, json } = options;
  const cluster = new Cluster();
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= cluster.stop();
    return stopping;
  };
  const signals = ["SIGINT", "SIGTERM", "disconnect"];
  const interrupted = () => void stop().finally(() => process.exit(130));
  for (const signal of signals) process.once(signal, interrupted);

  const startedAt = new Date();
  const load = loadavg();
  const tell = (line: string) => console.error(`  ${line}`);
  try {
    console.error(`Starting a database in ${cluster.folder} …`);
    await cluster.start();
    const settings = await cluster.settings();
    const rows: Row[] = [];
    for (const measure of chosen) {
      console.error(`${measure.name} …`);
      // A pool for each: the server may have been started anew in between.
      const { db, close } = connect(cluster.appUrl, { connectionsMax: 8, name: "bench" });
      const newBiller = (slug: string) => foundBiller(db, slug);
      try {
        await cluster.owner`checkpoint`;
        rows.push(
          ...(await measure.run({ cluster, newBiller, folder: cluster.folder, isQuick, seed: SEED, tell })),
        );
      } finally {
        await close();
      }
    }
    const raw = {
      startedAt: startedAt.toISOString(),
      isQuick,
      seed: SEED,
      machine: { ...machine(), loadAtStart: load, loadAtEnd: loadavg() },
      commit: commit(),
      settings,
      rows: rows.map((row) => ({ ...row, summary: summarise(row) })),
    };
    const stamp = startedAt.toISOString().replace(/[:.]/g, "-");
    for (const file of [join(import.meta.dirname, "results", `${stamp}.json`), ...(json ? [json] : [])]) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify(raw, null, 2)}\n`);
    }
    console.log(`\n${table(rows)}\n\nRaw data: bench/results/${stamp}.json`);
    if (isQuick) console.log("Quick: small data and few rounds; the ratios mean little.");
    const worse = findRegressions(rows);
    for (const line of worse) console.log(line);
    return check && worse.length > 0 ? 1 : 0;
  } finally {
    for (const signal of signals) process.off(signal, interrupted);
    await stop();
  }
}

function readOptions(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        only: { type: "string" },
        quick: { type: "boolean", default: false },
        check: { type: "boolean", default: false },
        json: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    const names = values.only?.split(",") ?? MEASURES.map(({ name }) => name);
    const unknown = names.find((name) => !MEASURES.some((measure) => measure.name === name));
    if (unknown !== undefined) throw new Error(`There is no measure "${unknown}".`);
    if (values.help) throw new Error("");
    const chosen = MEASURES.filter(({ name }) => names.includes(name));
    return { chosen, isQuick: values.quick, check: values.check, json: values.json };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`.trimStart());
    return undefined;
  }
}

const machine = () => ({
  cores: cpus().length,
  model: cpus()[0]?.model ?? "unknown",
  memoryGb: Math.round(totalmem() / 2 ** 30),
  kernel: release(),
  node: process.version,
});

function commit(): string {
  try {
    return execFileSync("git", ["describe", "--always", "--dirty"], {
      cwd: import.meta.dirname,
      stdio: "pipe",
    })
      .toString()
      .trim();
  } catch {
    return "not a checkout";
  }
}

process.exitCode = await main(process.argv.slice(2));
process.disconnect?.();
