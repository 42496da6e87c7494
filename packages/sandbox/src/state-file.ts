import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import { dirname } from "node:path";

const version = 1;

/** Keeps a JSON state in a file: written whole to a file beside it, then put in its place. */
interface StateFile {
  /** Marks the state as changed; it is written soon. */
  changed(): void;
  /** Writes what is not written yet. */
  close(): Promise<void>;
}

/**
 * Reads the state of an earlier run; null when there is no file.
 * Throws one sentence when the file cannot be understood.
 */
export function readStateFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  const sentence = `The sandbox cannot read its state in ${path}; remove the file to start without it.`;
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch (error) {
    throw new Error(sentence, { cause: error });
  }
  if (
    typeof kept !== "object" ||
    kept === null ||
    !("version" in kept) ||
    !("state" in kept) ||
    kept.version !== version
  ) {
    throw new Error(sentence);
  }
  return kept.state;
}

/** Starts keeping `state` (read at the time of writing) in a file. Writing takes at most a tenth of the time. */
export function keepStateFile(path: string, state: () => unknown): StateFile {
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let dirty = false;
  let lastTook = 0;
  let closed = false;
  mkdirSync(dirname(path), { recursive: true });

  async function write(): Promise<void> {
    dirty = false;
    const started = performance.now();
    const beside = `${path}.new`;
    await mkdir(dirname(path), { recursive: true });
    const file = await open(beside, "w", 0o600);
    try {
      await file.writeFile(JSON.stringify({ version, state: state() }));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
    lastTook = performance.now() - started;
  }

  return {
    changed() {
      dirty = true;
      if (timer !== undefined || closed) return;
      timer = setTimeout(
        () => {
          timer = undefined;
          writing = writing.then(write).catch((error: unknown) => {
            dirty = true;
            console.error(`The sandbox could not write ${path}:`, error);
          });
        },
        Math.max(200, lastTook * 10),
      );
      timer.unref();
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await writing;
      if (!dirty) return;
      const beside = `${path}.new`;
      writeFileSync(beside, JSON.stringify({ version, state: state() }), { mode: 0o600 });
      renameSync(beside, path);
    },
  };
}
