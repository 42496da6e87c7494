import { connect } from "node:net";
import type { Scanner } from "./storage.ts";

const CHUNK_BYTES = 64 * 1024;
const ANSWER_MS = 30_000;

/**
 * A virus scanner that speaks clamd's protocol over TCP: the bytes in chunks, each behind its length, and an empty one
 * to end. Source: docs.clamav.net/manual/Usage/Scanning.html, manual page clamd(8), command INSTREAM.
 */
export const clamdScanner = ({ host, port }: { host: string; port: number }): Scanner => ({
  scan: (bytes) =>
    new Promise((resolve, reject) => {
      const socket = connect({ host, port });
      let answer = "";
      socket.setTimeout(ANSWER_MS, () =>
        socket.destroy(new Error("The virus scanner did not answer in time.")),
      );
      socket.on("error", reject);
      socket.on("data", (data) => {
        answer += data.toString("latin1");
      });
      socket.on("close", () => {
        if (/\bOK\0?\s*$/.test(answer)) resolve("clean");
        else if (/\bFOUND\0?\s*$/.test(answer)) resolve("infected");
        else reject(new Error(`The virus scanner answered "${answer.slice(0, 200)}".`));
      });
      socket.write("zINSTREAM\0");
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
        const chunk = bytes.subarray(at, at + CHUNK_BYTES);
        socket.write(lengthOf(chunk.length));
        socket.write(chunk);
      }
      socket.write(lengthOf(0));
    }),
});

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}
