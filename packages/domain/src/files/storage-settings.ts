import { z } from "zod";
import { clamdScanner } from "./clamd.ts";
import { diskStorage, type FilingContext, s3Storage } from "./storage.ts";

const ADDRESS = /^([^\s:/]+):(\d{1,5})$/;

/** The variables that say where files lie and who looks for viruses: for the environment of each app. */
export const FILING_ENV = {
  /** A folder; used unless a bucket is named. */
  FILES_DIR: z.string().min(1).default(".openitem/files"),
  S3_BUCKET: z.string().min(1).optional(),
  S3_REGION: z.string().min(1).default("us-east-1"),
  S3_ENDPOINT: z.url().optional(),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  /** Host and port of clamd. */
  CLAMD_ADDRESS: z.string().regex(ADDRESS).optional(),
};

const settings = z.object(FILING_ENV);

/** Storage and scanner as the environment says. Throws when a bucket is named without its keys. */
export function filingFrom(env: z.infer<typeof settings>): Pick<FilingContext, "storage" | "scanner"> {
  return { storage: storageFrom(env), scanner: scannerFrom(env.CLAMD_ADDRESS) };
}

function storageFrom(env: z.infer<typeof settings>): FilingContext["storage"] {
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!bucket) return diskStorage(env.FILES_DIR);
  if (!accessKeyId || !secretAccessKey)
    throw new Error("S3_BUCKET is set: S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY have to be, too.");
  return s3Storage({
    bucket,
    region: env.S3_REGION,
    endpoint: env.S3_ENDPOINT,
    accessKeyId,
    secretAccessKey,
  });
}

function scannerFrom(address: string | undefined): FilingContext["scanner"] {
  const [, host, port] = address?.match(ADDRESS) ?? [];
  return host ? clamdScanner({ host, port: Number(port) }) : null;
}
