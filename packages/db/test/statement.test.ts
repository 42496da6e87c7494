import { sql } from "drizzle-orm";
import { bigint, date, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Connection, connect } from "../src/client.ts";
import { newId } from "../src/ids.ts";
import {
  columnList,
  insertRow,
  send,
  together,
  toRow,
  updateRows,
  write,
  writeArrays,
} from "../src/statement.ts";
import { freshDatabase } from "./database.ts";

const notes = pgTable("notes", {
  id: uuid("id").primaryKey(),
  amountMinor: bigint("amount_minor", { mode: "bigint" }).notNull(),
  dueOn: date("due_on", { mode: "string" }),
  writtenAt: timestamp("written_at", { withTimezone: true, mode: "date" }),
  data: jsonb("data").$type<{ reasons: string[] }>(),
  state: text("state").notNull().default("new"),
});

let connection: Connection;
beforeAll(async () => {
  const { ownerUrl } = await freshDatabase();
  connection = connect(ownerUrl, { connectionsMax: 2 });
  await connection.client.unsafe(`
    create table notes (id uuid primary key, amount_minor bigint not null check (amount_minor > 0), due_on date,
      written_at timestamptz, data jsonb, state text not null default 'new');
    create table remarks (note_id uuid not null references notes (id), words text not null)`);
});
afterAll(() => connection.close());

const all = (id: string) =>
  connection.db.transaction(async (tx) =>
    (await send(tx, `select ${columnList(notes)} from notes where id = $1`, [id])).map((row) =>
      toRow(notes, row),
    ),
  );

describe("a row", () => {
  test("is read as it was written, nothing of it turned into a float, another day or the word null", async () => {
    const full = {
      id: newId(),
      amountMinor: 9_007_199_254_740_993n,
      dueOn: "2026-03-29",
      writtenAt: new Date("2026-03-29T01:30:00.123Z"),
      data: { reasons: ['a "quote"', "$1", "ü"] },
      state: "old",
    };
    const empty = { id: newId(), amountMinor: 1n, dueOn: null, writtenAt: null, data: null };
    await connection.db.transaction(async (tx) => {
      await insertRow(tx, notes, full);
      await insertRow(tx, notes, empty);
    });
    expect(await all(full.id)).toEqual([full]);
    expect(await all(empty.id)).toEqual([{ ...empty, state: "new" }]);
    const [raw] = await connection.client`select data is null as is_null from notes where id = ${empty.id}`;
    expect(raw?.is_null).toBe(true);
  });

  test("is changed only where it is named, and only in what is named", async () => {
    const [one, other] = [newId(), newId()];
    await connection.db.transaction(async (tx) => {
      for (const id of [one, other]) await insertRow(tx, notes, { id, amountMinor: 5n, dueOn: "2026-01-01" });
      await updateRows(tx, notes, { amountMinor: 7n, dueOn: undefined }, { id: one });
    });
    expect((await all(one))[0]).toMatchObject({ amountMinor: 7n, dueOn: "2026-01-01" });
    expect((await all(other))[0]).toMatchObject({ amountMinor: 5n });
    const everywhere = connection.db.transaction((tx) => updateRows(tx, notes, { amountMinor: 7n }, {}));
    await expect(everywhere).rejects.toThrow("which rows");
  });
});

describe("writes sent together", () => {
  const statements = async () =>
    Number((await connection.client`select count(*) from notes where state = 'counted'`)[0]?.count);

  test("are one statement, with each its own parameters, and keys between them hold", async () => {
    const id = newId();
    const { rows } = await connection.db.transaction(async (tx) => {
      const [, , words] = await together(tx, () =>
        Promise.all([
          insertRow(tx, notes, { id, amountMinor: 3n, state: "counted" }),
          write(tx, "insert into remarks (note_id, words) values ($1, $2)", [id, "first"]),
          Promise.resolve("kept"),
        ]),
      );
      expect(words).toBe("kept");
      const made = await tx.execute(sql`
        select count(distinct (n.cmin::text, n.xmin::text)) as rows
        from (select cmin, xmin from notes where id = ${id}
          union all select cmin, xmin from remarks where note_id = ${id}) n`);
      return { rows: Number(made[0]?.rows) };
    });
    expect(rows).toBe(1);
    expect(await statements()).toBe(1);
  });

  test("fail as one, and name the constraint that refused", async () => {
    const [good, bad] = [newId(), newId()];
    const attempt = connection.db.transaction((tx) =>
      together(tx, () =>
        Promise.all([
          insertRow(tx, notes, { id: good, amountMinor: 3n }),
          insertRow(tx, notes, { id: bad, amountMinor: -3n }),
        ]),
      ),
    );
    await expect(attempt).rejects.toMatchObject({ constraint_name: "notes_amount_minor_check" });
    expect(await all(good)).toEqual([]);
  });

  test("of one kind are one part of it, whatever stands in their rows", async () => {
    const rows = [
      {
        amountMinor: 9_007_199_254_740_993n,
        dueOn: "2026-02-28",
        writtenAt: new Date("2026-02-28T23:30:00.123Z"),
      },
      { amountMinor: 2n, dueOn: null, writtenAt: null, data: null },
      { amountMinor: 3n, dueOn: null, writtenAt: null, state: 'quo"te, {brace} \\ NULL' },
      { amountMinor: 4n, dueOn: null, writtenAt: null, data: { reasons: ['a "b" \\ c', "{}", "null"] } },
      { amountMinor: 5n, dueOn: null, writtenAt: null, data: { reasons: [] } },
    ].map((row) => ({ id: newId(), data: { reasons: ["x"] }, state: "NULL", ...row }));
    const texts: string[] = [];
    await connection.db.transaction(async (tx) => {
      await together(tx, () => Promise.all(rows.map((row) => insertRow(tx, notes, row))));
      await together(tx, () =>
        Promise.all([
          ...rows.map(({ id, amountMinor }) =>
            updateRows(tx, notes, { amountMinor: amountMinor + 1n, state: `of ${id}` }, { id }),
          ),
          writeArrays(
            tx,
            "insert into remarks (note_id, words) select each.id, $1 from unnest($2::uuid[]) as each (id)",
            ["said"],
            [[rows[0]!.id, rows[1]!.id]],
          ),
          writeArrays(
            tx,
            "insert into remarks (note_id, words) select each.id, $1 from unnest($2::uuid[]) as each (id)",
            ["said"],
            [[rows[2]!.id]],
          ),
        ]),
      );
      const made = await tx.execute(sql`
        select count(distinct cmin::text)::text as statements from notes where id in (${sql.join(
          rows.map(({ id }) => sql`${id}::uuid`),
          sql`, `,
        )})`);
      texts.push(String(made[0]?.statements));
    });
    expect(texts).toEqual(["1"]);
    for (const row of rows)
      expect(await all(row.id)).toEqual([
        { ...row, amountMinor: row.amountMinor + 1n, state: `of ${row.id}` },
      ]);
    const said = await connection.client`select note_id from remarks where words = 'said'`;
    expect(said.map((remark) => remark.note_id).toSorted()).toEqual(
      rows
        .slice(0, 3)
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  test("leave out what comes after a wait: it is sent by itself and not lost", async () => {
    const [soon, late] = [newId(), newId()];
    await connection.db.transaction((tx) =>
      together(tx, () =>
        Promise.all([
          insertRow(tx, notes, { id: soon, amountMinor: 1n }),
          send(tx, "select 1", []).then(() => insertRow(tx, notes, { id: late, amountMinor: 2n })),
        ]),
      ),
    );
    expect(await all(late)).toHaveLength(1);
    expect(await all(soon)).toHaveLength(1);
  });

  test("when none is written, nothing is sent", async () => {
    expect(await connection.db.transaction((tx) => together(tx, async () => "done"))).toBe("done");
  });

  test("what fails before it writes is told, and the transaction with it", async () => {
    const attempt = connection.db.transaction((tx) =>
      together(tx, async () => {
        throw new Error("not allowed");
      }),
    );
    await expect(attempt).rejects.toThrow("not allowed");
  });
});
