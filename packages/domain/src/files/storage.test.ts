import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { addressOf, openBucket } from "../../test/bucket.ts";
import { diskStorage, type Storage, s3Storage } from "./storage.ts";
import { FILING_ENV, filingFrom } from "./storage-settings.ts";

const { server: bucket, objects } = openBucket();
const folder = mkdtempSync(join(tmpdir(), "openitem-files-"));
let endpoint = "";
beforeAll(async () => {
  await new Promise<void>((ready) => bucket.listen(0, "127.0.0.1", ready));
  endpoint = addressOf(bucket);
});
afterAll(() => {
  bucket.close();
  rmSync(folder, { recursive: true });
});

const inBucket = () =>
  s3Storage({
    bucket: "papers",
    region: "eu-central-1",
    endpoint,
    accessKeyId: "key-id",
    secretAccessKey: "secret",
  });

const read = async (storage: Storage, key: string) =>
  Buffer.from(await new Response(await storage.get(key)).arrayBuffer());

describe.each([
  ["a folder", () => diskStorage(folder)],
  ["a bucket of S3", inBucket],
])("%s", (_, open) => {
  const key = "org/2026/11/01a2-paper";
  const bytes = Buffer.from([0, 255, 13, 10, ...Buffer.from("%PDF-1.7 ü")]);

  test("gives back the very bytes that were put there, until they are removed", async () => {
    const storage = open();
    await storage.put(key, bytes, "application/pdf");
    expect(await read(storage, key)).toEqual(bytes);
    await storage.remove(key);
    await expect(read(storage, key)).rejects.toThrow();
  });
});

test("what lies in a bucket is private, of its type, and encrypted by the service", async () => {
  await inBucket().put("private", Buffer.from("x"), "text/plain");
  const headers = objects.get("/papers/private")?.headers;
  expect(headers).toMatchObject({ "content-type": "text/plain", "x-amz-server-side-encryption": "AES256" });
  expect(headers?.["x-amz-acl"]).toBeUndefined();
});

test("the environment says where files lie, and a bucket without its keys is refused", async () => {
  const env = z.object(FILING_ENV);
  const named = { S3_BUCKET: "papers", S3_ENDPOINT: endpoint, S3_ACCESS_KEY_ID: "key-id" };
  const { storage } = filingFrom(env.parse({ ...named, S3_SECRET_ACCESS_KEY: "secret" }));
  await storage.put("by-settings", Buffer.from("y"), "text/plain");
  expect(objects.get("/papers/by-settings")?.body.toString()).toBe("y");
  expect(() => filingFrom(env.parse(named))).toThrow("S3_SECRET_ACCESS_KEY");
});
