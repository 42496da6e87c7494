import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import type { InvoicePaper } from "./invoice-paper.ts";
import type { ReceiptPaper } from "./receipt-paper.ts";
import type { StatementPaper } from "./statement-paper.ts";
import type { TypesettingJob, TypesettingOutcome } from "./typesetter.ts";

export interface Papers {
  statement: StatementPaper;
  receipt: ReceiptPaper;
  invoice: InvoicePaper;
}

export type Template = keyof Papers;

export interface TypesetOptions {
  /** Milliseconds the document may take once its turn has come. Default 30 000. */
  timeoutMs?: number;
}

/**
 * Why there is no document: the data does not fit the template, there is too much of it, it took too long, the
 * typesetter was closed, or its thread ended.
 */
export type TypesettingFailure = "unfit" | "too-long" | "too-slow" | "closed" | "ended";

/**
 * A paper could not be typeset. The message names the template only; what the compiler said stands in `cause`,
 * because it may repeat data of the paper.
 */
export class TypesettingError extends Error {
  override name = "TypesettingError";
  readonly template: Template;
  readonly reason: TypesettingFailure;

  constructor(template: Template, reason: TypesettingFailure, message: string, cause?: unknown) {
    super(message, { cause });
    this.template = template;
    this.reason = reason;
  }
}

/**
 * Characters of JSON, 5 000 to 6 000 rows: some 150 sheets, which take seconds and 1.5 GB of memory while they are
 * set. What is longer belongs into a spreadsheet or CSV.
 */
const longestData = 1_200_000;

interface Waiting {
  job: TypesettingJob;
  template: Template;
  timeoutMs: number;
  resolve: (pdf: Uint8Array) => void;
  reject: (error: TypesettingError) => void;
}

let nextId = 1;
let worker: Worker | undefined;
let current: { waiting: Waiting; timer: NodeJS.Timeout } | undefined;
const queue: Waiting[] = [];

/**
 * Typesets a paper and gives the bytes of a tagged PDF. One paper at a time is set, in a thread of its own that
 * starts with the first; the others wait in order.
 *
 * @throws {TypesettingError} when the data does not fit the template, is too long, or takes longer than allowed.
 */
export async function typeset<T extends Template>(
  template: T,
  data: Papers[T],
  options: TypesetOptions = {},
): Promise<Uint8Array> {
  // Half a character, as a cut-off name may end in, has no place in JSON that others read.
  const json = JSON.stringify(data, (_key, value: unknown) =>
    typeof value === "string" ? value.toWellFormed() : value,
  );
  if (json.length > longestData) {
    throw new TypesettingError(template, "too-long", `The ${template} is too long for one document.`);
  }
  const createdAt = Date.parse(data.generatedAt);
  if (Number.isNaN(createdAt)) {
    const message = `The ${template} does not say when it was generated.`;
    throw new TypesettingError(template, "unfit", message, { generatedAt: data.generatedAt });
  }
  const job = { id: nextId++, template, data: json, createdAtSeconds: Math.floor(createdAt / 1000) };
  return new Promise((resolve, reject) => {
    queue.push({ job, template, timeoutMs: options.timeoutMs ?? 30_000, resolve, reject });
    startNext();
  });
}

/** Stops the thread. What waits is refused; a later `typeset` starts a new thread. */
export async function closeTypesetter(): Promise<void> {
  const stopped = worker;
  worker = undefined;
  const waiting = [...(current ? [endCurrent()] : []), ...queue.splice(0)];
  for (const { template, reject } of waiting) {
    reject(
      new TypesettingError(template, "closed", `The ${template} was not typeset: the typesetter was closed.`),
    );
  }
  await stopped?.terminate();
}

function startNext(): void {
  if (current) return;
  const waiting = queue.shift();
  if (!waiting) {
    // An idle thread does not keep the process alive.
    worker?.unref();
    return;
  }
  worker ??= startWorker();
  worker.ref();
  current = { waiting, timer: setTimeout(giveUp, waiting.timeoutMs) };
  worker.postMessage(waiting.job);
}

function startWorker(): Worker {
  // Resolved by name, so that it is found as well when this module was bundled into an application.
  const file = createRequire(import.meta.url).resolve("@openitem/documents/typesetter");
  const started = new Worker(file, { execArgv: [], env: {} });
  started.on("message", (outcome: TypesettingOutcome) => {
    if (started === worker) finish(outcome);
  });
  started.on("error", (error) => replace(started, error));
  started.on("exit", (code) => replace(started, { exitCode: code }));
  return started;
}

function finish(outcome: TypesettingOutcome): void {
  if (current?.waiting.job.id !== outcome.id) return;
  const { template, resolve, reject } = endCurrent();
  if ("pdf" in outcome) resolve(outcome.pdf);
  else
    reject(
      new TypesettingError(template, "unfit", `The ${template} could not be typeset.`, outcome.diagnostics),
    );
  startNext();
}

function giveUp(): void {
  // Termination waits for the compiler to come back to JavaScript; nobody waits for that.
  void worker?.terminate();
  worker = undefined;
  const { template, timeoutMs, reject } = endCurrent();
  reject(
    new TypesettingError(
      template,
      "too-slow",
      `The ${template} took longer than ${timeoutMs} ms to typeset.`,
    ),
  );
  startNext();
}

/** A thread that died takes its document along, never the ones that wait. */
function replace(dead: Worker, cause: unknown): void {
  if (dead !== worker) return;
  worker = undefined;
  if (current) {
    const { template, reject } = endCurrent();
    reject(
      new TypesettingError(
        template,
        "ended",
        `The ${template} could not be typeset: its thread ended.`,
        cause,
      ),
    );
  }
  startNext();
}

function endCurrent(): Waiting {
  if (!current) throw new Error("No document is being typeset.");
  const { waiting, timer } = current;
  clearTimeout(timer);
  current = undefined;
  return waiting;
}
