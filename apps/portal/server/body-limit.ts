/** Forms are small; a webhook's event may be some hundred kilobytes. */
const FORM_BYTES_MAX = 1024 * 1024;
/** A dispute or an answer to it with all of its files, from a browser without script. */
const FORM_WITH_FILES_BYTES_MAX = 64 * 1024 * 1024;
/** What a form has around its one file. */
const AROUND_BYTES = 64 * 1024;

/** The address that takes one file, and those of forms that may bring files along; the browser's router adds `.data`. */
const UPLOAD = /^\/files(\.data)?\/?$/i;
const FORM_WITH_FILES = /^\/(disputes\/[^/]+|remittances\/new(\.data)?)\/?$/i;

export const takesFiles = (path: string): boolean => UPLOAD.test(path) || FORM_WITH_FILES.test(path);

/** How many bytes a request to an address may bring; `readFileBytesMax` tells what the biller takes of one file. */
export async function bodyBytesMax(path: string, readFileBytesMax: () => Promise<number>): Promise<number> {
  if (UPLOAD.test(path)) return (await readFileBytesMax()) + AROUND_BYTES;
  return FORM_WITH_FILES.test(path) ? FORM_WITH_FILES_BYTES_MAX : FORM_BYTES_MAX;
}

/** So much of a body that is refused is still taken in: a browser shows the answer only when it has sent all. */
const DRAINED_BYTES_MAX = 512 * 1024 * 1024;

/** Reads a body that is refused to its end and keeps nothing of it; tells whether it got there. */
export async function drain(body: ReadableStream<Uint8Array> | null): Promise<boolean> {
  if (!body || body.locked) return false;
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > DRAINED_BYTES_MAX) return false;
  }
  return true;
}
