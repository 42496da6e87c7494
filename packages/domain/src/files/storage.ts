import { Readable } from "node:stream";
import { Disk } from "flydrive";
import { FSDriver } from "flydrive/drivers/fs";
import { S3Driver } from "flydrive/drivers/s3";
import type { Context } from "../kernel/context.ts";

/* The one place that knows where bytes lie. */

/** Where the bytes of files lie. Keys are ours: random, nothing of what a person typed. */
export type Storage = {
  put(key: string, bytes: Uint8Array, mediaType: string): Promise<void>;
  /** Throws when there is nothing under the key. */
  get(key: string): Promise<ReadableStream<Uint8Array>>;
  remove(key: string): Promise<void>;
};

/** Says of bytes whether they may be kept; throws when it cannot be asked. */
export type Scanner = { scan(bytes: Uint8Array): Promise<"clean" | "infected"> };

/** A context whose commands also keep files. Without a scanner files are kept as not scanned. */
export type FilingContext = Context & { storage: Storage; scanner: Scanner | null };

export type S3Settings = {
  bucket: string;
  region: string;
  endpoint?: string | undefined;
  accessKeyId: string;
  secretAccessKey: string;
};

export const diskStorage = (folder: string): Storage =>
  overDisk(new Disk(new FSDriver({ location: folder, visibility: "private" })));

/** Any S3-compatible service: encrypted at rest by the service's own key, nothing public. */
export function s3Storage({ bucket, region, endpoint, accessKeyId, secretAccessKey }: S3Settings): Storage {
  const credentials = { accessKeyId, secretAccessKey };
  const own = endpoint ? { endpoint, forcePathStyle: true } : {};
  return overDisk(
    new Disk(
      new S3Driver({
        bucket,
        region,
        credentials,
        ...own,
        supportsACL: false,
        visibility: "private",
        encryption: "AES256",
      }),
    ),
  );
}

const overDisk = (disk: Disk): Storage => ({
  put: (key, bytes, contentType) => disk.put(key, bytes, { contentType }),
  get: async (key) => Readable.toWeb(await disk.getStream(key)) as ReadableStream<Uint8Array>,
  remove: (key) => disk.delete(key),
});
