import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { diskStorage, type Storage, s3Storage } from "./storage.ts";
import { FILING_ENV, filingFrom } from "./storage-settings.ts";

/*
 * A bucket as S3 has it on the wire: PUT, GET and DELETE of /bucket/key, signed. Bodies come in the chunked form of
 * "aws-chunked" when the client streams them: sizes in hex, each with its bytes.
 */
type Kept = { body: Buffer; headers: IncomingMessage["headers"] };
const objects = new Map<string, Kept>();
const bucket = createServer(async (request, response) => {
  const body = await buffer(request);
  const key = new URL(request.url ?? "/", "http://bucket").pathname;
  if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 Credential=key-id/"))
    return response.writeHead(403).end();
  if (request.method === "PUT") {
    const isChunked = request.headers["content-encoding"]?.includes("aws-chunked");
    objects.set(key, { body: isChunked ? unchunked(body) : body, headers: request.headers });
    return response.writeHead(200, { etag: '"1"' }).end();
  }
  const kept = objects.get(key);
  if (request.method === "DELETE") {
    objects.delete(key);
    return response.writeHead(204).end();
  }
  if (!kept)
    return response
      .writeHead(404, { "content-type": "application/xml" })
      .end("<Error><Code>NoSuchKey</Code><Message>There is none.</Message></Error>");
  return response
    .writeHead(200, {
      "content-type": kept.headers["content-type"] ?? "",
      "content-length": kept.body.length,
    })
    .end(request.method === "HEAD" ? undefined : kept.body);
});

function unchunked(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf("\r\n", at);
    const size = Number.parseInt(body.subarray(at, end).toString(), 16);
    if (!size) return Buffer.concat(parts);
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

const folder = mkdtempSync(join(tmpdir(), "openitem-files-"));
let endpoint = "";
beforeAll(async () => {
  await new Promise<void>((ready) => bucket.listen(0, "127.0.0.1", ready));
  endpoint = `http://127.0.0.1:${(bucket.address() as AddressInfo).port}`;
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
