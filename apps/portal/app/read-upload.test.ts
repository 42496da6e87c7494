import { pino } from "pino";
import { RouterContextProvider } from "react-router";
import { expect, test } from "vitest";
import { requestContext } from "./context.ts";
import { readUpload } from "./read-upload.server.ts";

const SIZE_MAX = 1_000;

function argsOf(body: BodyInit, headers: Record<string, string> = {}) {
  const context = new RouterContextProvider();
  const facts = { requestId: "7F3K-22QX", nonce: "n", log: pino({ enabled: false }), clientAddress: null };
  context.set(requestContext, facts);
  return {
    request: new Request("http://portal.test/disputes/new", { method: "POST", body, headers }),
    context,
  };
}

test("what was typed is read before and after a file that is too large, and the other files are there", async () => {
  const form = new FormData();
  form.append("reason", "price");
  form.append("files", new File(["sender,count"], "Sender IDs – Süd.csv"));
  form.append("files", new File(["x".repeat(SIZE_MAX + 1)], "video.mp4"));
  form.append("files", new File(["x".repeat(SIZE_MAX)], "just.txt"));
  form.append("comment", "Zwölf\0 Zeilen");
  const upload = await readUpload(argsOf(form), { sizeMaxBytes: SIZE_MAX });
  expect([...upload.form]).toEqual([
    ["reason", "price"],
    ["comment", "Zwölf Zeilen"],
  ]);
  expect(upload.files.map(({ field, name, bytes }) => [field, name, bytes?.length ?? null])).toEqual([
    ["files", "Sender IDs – Süd.csv", 12],
    ["files", "video.mp4", null],
    ["files", "just.txt", SIZE_MAX],
  ]);
});

test("a file field that nothing was chosen for is no file", async () => {
  const form = new FormData();
  form.append("files", new File([], ""));
  expect(await readUpload(argsOf(form), { sizeMaxBytes: SIZE_MAX })).toMatchObject({ files: [] });
});

test("a form without files is read as one, and a form that breaks off is a fault page", async () => {
  const plain = await readUpload(argsOf(new URLSearchParams({ intent: "agree" })), {
    sizeMaxBytes: SIZE_MAX,
  });
  expect(plain.form.get("intent")).toBe("agree");
  const broken = argsOf('--b\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\nhal', {
    "Content-Type": "multipart/form-data; boundary=b",
  });
  await expect(readUpload(broken, { sizeMaxBytes: SIZE_MAX })).rejects.toMatchObject({
    init: { status: 400 },
  });
});
