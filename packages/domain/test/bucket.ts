import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/*
 * A bucket as S3 has it on the wire: PUT, GET and DELETE of /bucket/key, signed. Bodies come in the chunked form of
 * "aws-chunked" when the client streams them: sizes in hex, each with its bytes.
 */
type Kept = { body: Buffer; headers: IncomingMessage["headers"] };
export function openBucket(): { server: Server; objects: ReadonlyMap<string, Kept> } {
  const objects = new Map<string, Kept>();
  const server = createServer(async (request, response) => {
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
  return { server, objects };
}

/** Where a listening server is reached. */
export const addressOf = (server: Server): string =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

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
