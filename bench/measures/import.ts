import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Client } from "@openitem/db/client";
import type { Biller } from "../biller.ts";
import { importFile, writeItemsFile } from "../biller.ts";
import { type Bench, type Measure, type Round, type Row, seconds } from "../measure.ts";

const TABLES = ["items", "transfers"] as const;
/** Copies with the same columns, defaults, checks and indexes; without foreign keys, roles and policies. */
const INDEXED = "including all";
/** Columns only: what a file can at most be poured in with. */
const BARE = "including defaults";

/**
 * Rows of a CSV file taken into the books, against COPY of the very rows that came of them. Every round imports into a
 * biller of its own, so nothing is there yet; all tables grow from round to round alike.
 */
export const importing: Measure = {
  name: "import",
  async run(bench) {
    const { cluster, isQuick } = bench;
    const rows = isQuick ? 8_000 : 100_000;
    const customers = rows / 50;
    const source = await writeItemsFile(bench.folder, {
      name: "import",
      seed: bench.seed,
      customers: Array.from({ length: customers }, (_, at) => ({ number: String(700_000 + at), rows: 50 })),
    });
    for (const [suffix, like] of [
      ["indexed", INDEXED],
      ["bare", BARE],
    ])
      for (const table of TABLES)
        await cluster.owner.unsafe(`create table floor_${table}_${suffix} (like ${table} ${like})`);

    const indexed: Round[] = [];
    const bare: Round[] = [];
    const rounds = isQuick ? 2 : 6;
    // The first is the warm-up.
    for (let round = -1; round < rounds; round++) {
      const biller = await bench.newBiller(`import-${round + 1}`);
      const ours = rows / (await seconds(() => importFile(biller.worker, source)));
      const files = await writtenRows(bench, biller);
      const toIndexed = rows / (await seconds(() => copyIn(cluster.owner, files, "indexed")));
      const toBare = rows / (await seconds(() => copyIn(cluster.owner, files, "bare")));
      for (const file of files) await rm(file);
      bench.tell(
        `${perSecond(ours)} rows/s; COPY ${perSecond(toIndexed)}, without indexes ${perSecond(toBare)}`,
      );
      if (round < 0) continue;
      indexed.push({ ours, floor: toIndexed });
      bare.push({ ours, floor: toBare });
    }
    for (const table of TABLES)
      for (const name of [`floor_${table}_indexed`, `floor_${table}_bare`]) {
        const [counted] = await cluster.owner.unsafe(`select count(*)::int as rows from ${name}`);
        if (counted?.rows !== rows * (rounds + 1)) throw new Error(`${name} has ${counted?.rows} rows.`);
        await cluster.owner.unsafe(`drop table ${name}`);
      }
    await rm(source);

    const shared = { unit: "rows/s", ratio: "floor/ours", better: "lower" } as const;
    const facts = { rows, customers, tables: TABLES };
    return [
      {
        ...shared,
        name: "import",
        says: `importing a CSV of ${rows} open items, against COPY of the same items and transfers into copies of both tables with the same indexes; how many times slower`,
        aim: 4,
        rounds: indexed,
        facts,
      },
      {
        ...shared,
        name: "import-bare",
        says: "the same, against COPY into tables without any index (for information)",
        rounds: bare,
        facts,
      },
    ] satisfies Row[];
  },
};

/** What a biller has in each table, as files that COPY reads. The server writes them itself. */
async function writtenRows({ cluster }: Bench, { organizationId }: Biller): Promise<string[]> {
  const files: string[] = [];
  for (const table of TABLES) {
    const path = join(cluster.exchange, `${table}.copy`);
    await cluster.owner.unsafe(
      `copy (select * from ${table} where organization_id = '${organizationId}' order by id) to '${path}'`,
    );
    files.push(path);
  }
  return files;
}

/** COPY of the files into the floor's tables, each in a transaction of its own, as a loader by hand would do. */
async function copyIn(client: Client, files: string[], suffix: string): Promise<void> {
  for (const [at, table] of TABLES.entries()) {
    const name = `floor_${table}_${suffix}`;
    const into = await client.unsafe(`copy ${name} from stdin`).writable();
    await pipeline(createReadStream(files[at]!, { highWaterMark: 256 * 1024 }), into);
  }
}

const perSecond = (value: number) => Math.round(value).toLocaleString("en");
