import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";
import type { RouterContextProvider } from "react-router";
import { requestContext } from "./context.ts";
import { readForm, unreadableForm } from "./read-form.server.ts";

type Args = { request: Request; context: Readonly<RouterContextProvider> };

/** A file as a form sent it; `bytes` is null where there were more of them than may be kept. */
export type SentFile = { field: string; name: string; bytes: Uint8Array | null };
export type Upload = { form: FormData; files: SentFile[] };

/** More files than any policy lets be sent at once are read and let go. */
const FILES_MAX = 100;

/**
 * A form with its files. Of a file that is larger than `sizeMaxBytes` nothing is held in memory beyond that, and the
 * rest of the form is read all the same, so that nothing typed is lost. What is no such form is read as one without
 * files.
 */
export async function readUpload(args: Args, { sizeMaxBytes }: { sizeMaxBytes: number }): Promise<Upload> {
  const { request, context } = args;
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type) || !request.body)
    return { form: await readForm(args), files: [] };
  const form = new FormData();
  const files: Promise<SentFile>[] = [];
  try {
    const parser = new Busboy({
      headers: { "content-type": type },
      limits: { fileSize: sizeMaxBytes + 1, files: FILES_MAX },
    });
    parser.on("field", (name, value) => form.append(name, value.replaceAll("\0", "")));
    parser.on("file", (field, stream, given?: string) => {
      // Where nothing was chosen there is no name.
      const name = given ?? "";
      files.push(
        collect(stream, sizeMaxBytes).then((bytes) => ({ field, name: name.replaceAll("\0", ""), bytes })),
      );
    });
    await pipeline(request.body, parser);
    const sent = await Promise.all(files);
    // A file field that nothing was chosen for comes as a file without a name.
    return { form, files: sent.filter(({ name, bytes }) => name !== "" || bytes?.length !== 0) };
  } catch (error) {
    // Those that ended with the form are told by it.
    await Promise.allSettled(files);
    context.get(requestContext).log.warn({ err: error }, "a form with files could not be read");
    throw unreadableForm(args);
  }
}

async function collect(stream: Readable, sizeMaxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size <= sizeMaxBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size > sizeMaxBytes ? null : Buffer.concat(chunks);
}
