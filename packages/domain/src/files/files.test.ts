import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { newId } from "@openitem/db/ids";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { client, close, newWorld } from "../../test/world.ts";
import type { Context } from "../kernel/context.ts";
import { transact } from "../kernel/transact.ts";
import { addFile } from "./add-file.ts";
import { attachFiles } from "./attach-files.ts";
import { clamdScanner } from "./clamd.ts";
import { safeName, writtenSize } from "./file.ts";
import { findMediaType } from "./find-media-type.ts";
import { readFile } from "./read-file.ts";
import { removeFile } from "./remove-file.ts";
import { diskStorage, type FilingContext, type Scanner } from "./storage.ts";
import { sweepFiles } from "./sweep-files.ts";

const folder = mkdtempSync(join(tmpdir(), "openitem-files-"));
const storage = diskStorage(folder);
afterAll(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

const bytes = (text: string) => new TextEncoder().encode(text);
const PDF = bytes("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n");
const PNG = Uint8Array.from(
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
);
const filing = (ctx: Context, scanner: Scanner | null = null): FilingContext => ({
  ...ctx,
  storage,
  scanner,
});
const kept = (organizationId: string, customerId: string) => {
  try {
    return readdirSync(join(folder, organizationId, customerId));
  } catch {
    return [];
  }
};
const attach = (ctx: Context, customerId: string, fileIds: string[], visibility?: "shared" | "internal") =>
  transact(ctx, (tx) =>
    attachFiles(tx, ctx, {
      fileIds,
      customerId,
      subject: ["dispute_entry", newId()],
      ...(visibility && { visibility }),
    }),
  );

describe("a name", () => {
  test.each([
    ["Rate-card-7-signed.pdf", "application/pdf", "Rate-card-7-signed.pdf"],
    ["../../etc/passwd", "text/plain", "passwd.txt"],
    ["C:\\Users\\dana\\Rates 2026.PDF", "application/pdf", "Rates 2026.PDF"],
    ['a"b<c>:d|e?.csv', "text/csv", "a b c d e.csv"],
    ["invoice\u202Egpj.exe", "image/png", "invoice gpj.exe.png"],
    ["line\r\nSet-Cookie: x.txt", "text/plain", "line Set-Cookie x.txt"],
    ["...", "application/pdf", "file.pdf"],
    ["", "image/jpeg", "file.jpg"],
    ["Rechnung Müller & Söhne.pdf", "application/pdf", "Rechnung Müller & Söhne.pdf"],
  ])("%j of %s is kept as %j", (given, type, name) => {
    expect(safeName(given, type)).toBe(name);
  });

  test("holds no path, no control character and no direction mark, whatever was typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (given) => {
        const name = safeName(given, "application/pdf");
        expect(name).toMatch(/^[^/\\<>:"|?*\p{Cc}\p{Cf}]+\.pdf$/iu);
        expect(name.length).toBeLessThan(260);
        expect(name.startsWith(".")).toBe(false);
      }),
    );
  });

  test("sizes read as people write them", () => {
    expect([999, 96_000, 412_345, 1_400_000, 10_000_000].map(writtenSize)).toEqual([
      "999 B",
      "96 KB",
      "412 KB",
      "1.4 MB",
      "10 MB",
    ]);
  });
});

describe("what a file is", () => {
  test.each([
    ["a PDF that is called a picture", PDF, "photo.png", "application/pdf"],
    ["a picture", PNG, "photo.pdf", "image/png"],
    ["a table", bytes("number;amount\nINV-1;12,50\n"), "rates.csv", "text/csv"],
    [
      "a table in Windows-1252",
      Uint8Array.from([0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72]),
      "rates.csv",
      "text/csv",
    ],
    ["a letter", bytes("From: Dana\nSubject: Rates\n\nHello"), "mail.eml", "message/rfc822"],
    ["a page that a browser would run", bytes("<!DOCTYPE html><script>alert(1)</script>"), "notes.txt", null],
    [
      "a drawing that may hold a script",
      bytes('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      "logo.png",
      null,
    ],
    [
      "an XML file",
      bytes('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
      "a.txt",
      "application/xml",
    ],
    ["bytes of nothing we know", Uint8Array.from([0, 1, 2, 3, 4]), "a.txt", null],
    ["nothing", new Uint8Array(), "a.pdf", null],
  ])("%s is told by its content", async (_, content, name, type) => {
    expect(await findMediaType(content, name)).toBe(type);
  });

  test("any bytes are told apart or not known, and nothing breaks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 600 }),
        fc.constantFrom("a.csv", "a.eml", "a"),
        async (any, name) => {
          const type = await findMediaType(any, name);
          expect(type === null || /^[a-z]+\/[\w.+-]+$/.test(type)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("adding a file", () => {
  test("keeps it for who added it, and for those of the account once it is sent", async () => {
    const world = await newWorld();
    const dana = filing(world.contact("payer"));
    const colleague = filing(world.contact("viewer"));
    const { id, name, scan } = await addFile(
      dana,
      { customerId: world.customerId, name: "Rate card 7.pdf" },
      PDF,
    );
    expect([name, scan]).toEqual(["Rate card 7.pdf", "not_scanned"]);
    const read = await readFile(dana, id);
    expect(new Uint8Array(await buffer(read.bytes))).toEqual(PDF);
    await expect(readFile(colleague, id)).rejects.toMatchObject({ code: "file.missing" });

    await attach(dana, world.customerId, [id]);
    expect((await readFile(colleague, id)).file.mediaType).toBe("application/pdf");
    await expect(removeFile(dana, id)).rejects.toMatchObject({ code: "file.sent" });
  });

  test("twice is one file, and its bytes are kept once", async () => {
    const world = await newWorld();
    const dana = filing(world.contact("payer"));
    const wanted = { id: newId(), customerId: world.customerId, name: "a.pdf" };
    const [one, two] = await Promise.all([addFile(dana, wanted, PDF), addFile(dana, wanted, PDF)]);
    expect(one).toEqual(two);
    expect(await addFile(dana, wanted, PDF)).toEqual(one);
    expect(kept(world.organizationId, world.customerId)).toHaveLength(1);
    // The same id with other bytes is not the same file.
    await expect(addFile(dana, wanted, PNG)).rejects.toThrow();
    expect(kept(world.organizationId, world.customerId)).toHaveLength(1);
  });

  test.each([
    ["file.empty", "a.pdf", new Uint8Array()],
    ["file.too_large", "a.pdf", new Uint8Array(10_000_001).fill(37)],
    ["file.type", "Rates 2026.numbers", bytes("<html></html>")],
  ])("is refused with %s, and nothing is kept", async (code, name, content) => {
    const world = await newWorld();
    const dana = filing(world.contact("payer"));
    const attempt = addFile(dana, { customerId: world.customerId, name }, content);
    await expect(attempt).rejects.toMatchObject({
      kind: "invalid",
      code,
      message: expect.stringContaining(name),
    });
    expect(kept(world.organizationId, world.customerId)).toEqual([]);
  });

  test("is for those who may; another account does not exist", async () => {
    const world = await newWorld();
    const neighbour = await world.customer();
    const wanted = { customerId: world.customerId, name: "a.pdf" };
    await expect(addFile(filing(world.contact("viewer")), wanted, PDF)).rejects.toMatchObject({
      kind: "forbidden",
    });
    const dana = filing(world.contact("payer"));
    await expect(addFile(dana, { ...wanted, customerId: neighbour }, PDF)).rejects.toMatchObject({
      kind: "missing",
    });
    const priya = filing(world.staff("collector"));
    const { id } = await addFile(priya, { ...wanted, visibility: "internal" }, PDF);
    await attach(priya, world.customerId, [id], "internal");
    await expect(readFile(dana, id)).rejects.toMatchObject({ code: "file.missing" });
  });

  test("a file is sent once, by who added it, with what is of its account", async () => {
    const world = await newWorld();
    const neighbour = await world.customer();
    const dana = filing(world.contact("payer"));
    const { id } = await addFile(dana, { customerId: world.customerId, name: "a.pdf" }, PDF);
    const priya = filing(world.staff("collector"));
    await expect(attach(priya, world.customerId, [id])).rejects.toMatchObject({ code: "file.missing" });
    await expect(attach(dana, neighbour, [id])).rejects.toMatchObject({ code: "file.missing" });
    await attach(dana, world.customerId, [id, id]);
    await expect(attach(dana, world.customerId, [id])).rejects.toMatchObject({ code: "file.missing" });
  });

  test("what was taken back, or never sent for a day, is gone with its bytes", async () => {
    const world = await newWorld();
    const dana = filing(world.contact("payer"));
    const add = () => addFile(dana, { customerId: world.customerId, name: "a.pdf" }, PDF);
    const [back, forgotten, sent] = [await add(), await add(), await add()];
    await attach(dana, world.customerId, [sent.id]);
    await removeFile(dana, back.id);
    await removeFile(dana, back.id);
    await expect(readFile(dana, back.id)).rejects.toMatchObject({ code: "file.missing" });

    const worker = filing(world.worker);
    expect(await sweepFiles(worker)).toBe(0);
    const tomorrow = { ...worker, now: new Date(worker.now.getTime() + 25 * 3_600_000) };
    expect(await sweepFiles(tomorrow)).toBe(1);
    expect(await sweepFiles(tomorrow)).toBe(0);
    await expect(readFile(dana, forgotten.id)).rejects.toMatchObject({ code: "file.missing" });
    expect(kept(world.organizationId, world.customerId)).toHaveLength(1);
    const rows = await client.begin(async (tx) => {
      await tx`select set_config('role', 'openitem_worker', true), set_config('app.organization', ${world.organizationId}, true)`;
      return tx`select action from audit_records where subject_kind = 'file' order by action`;
    });
    expect(rows.map((row) => row.action)).toEqual(["file.added", "file.added", "file.added", "file.removed"]);
  });
});

describe("the virus scanner", () => {
  /** Speaks clamd's protocol: finds whatever holds the word EICAR. */
  async function withClamd<T>(work: (scanner: Scanner) => Promise<T>, answer?: string): Promise<T> {
    const server = createServer((socket) => {
      let got: Buffer = Buffer.alloc(0);
      socket.on("data", (data) => {
        got = Buffer.concat([got, Buffer.from(data)]);
        if (!got.subarray(-4).equals(Buffer.alloc(4))) return;
        socket.end(answer ?? (got.includes("EICAR") ? "stream: Eicar-Signature FOUND\0" : "stream: OK\0"));
      });
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    try {
      return await work(clamdScanner({ host: "127.0.0.1", port: address.port }));
    } finally {
      server.close();
    }
  }

  test("lets pass what is clean, and stops what is not before it is kept", async () => {
    const world = await newWorld();
    await withClamd(async (scanner) => {
      const dana = filing(world.contact("payer"), scanner);
      const wanted = { customerId: world.customerId, name: "a.txt" };
      expect((await addFile(dana, wanted, bytes("x".repeat(200_000)))).scan).toBe("clean");
      await expect(addFile(dana, wanted, bytes("EICAR test"))).rejects.toMatchObject({
        code: "file.infected",
      });
    });
    expect(kept(world.organizationId, world.customerId)).toHaveLength(1);
  });

  test("when it cannot be asked, or answers something else, nothing is kept", async () => {
    const world = await newWorld();
    const wanted = { customerId: world.customerId, name: "a.txt" };
    await withClamd(async (scanner) => {
      await expect(addFile(filing(world.contact("payer"), scanner), wanted, bytes("hi"))).rejects.toThrow(
        "size limit",
      );
    }, "INSTREAM size limit exceeded. ERROR\0");
    const nobody = clamdScanner({ host: "127.0.0.1", port: 1 });
    await expect(addFile(filing(world.contact("payer"), nobody), wanted, bytes("hi"))).rejects.toThrow();
    expect(kept(world.organizationId, world.customerId)).toEqual([]);
  });
});
