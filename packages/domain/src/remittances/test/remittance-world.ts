import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newId } from "@openitem/db/ids";
import { newWorld } from "../../../test/world.ts";
import { addFile } from "../../files/add-file.ts";
import { diskStorage, type FilingContext } from "../../files/storage.ts";
import type { Context } from "../../kernel/context.ts";
import { addRemittance } from "../add-remittance.ts";
import { readAdvice } from "../read-advice.ts";
import { readRemittanceDetail } from "../read-remittance.ts";

const storage = diskStorage(mkdtempSync(join(tmpdir(), "openitem-remittances-")));
export const filing = (ctx: Context): FilingContext => ({ ...ctx, storage, scanner: null });
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A CSV advice as payables systems send it. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  [["Document", "Gross", "Deduction", "Reason code", "Net"], ...rows].map((row) => row.join(",")).join("\n");

/** A customer who tells what he paid. */
export async function newRemittanceWorld() {
  const world = await newWorld();

  /** Uploads a file as a person does, and leaves it to be read. */
  async function upload(
    content: string | Uint8Array,
    { by = world.contact("payer"), name = "remittance.csv", customerId = world.customerId } = {},
  ) {
    const bytes = typeof content === "string" ? bytesOf(content) : content;
    const ctx = filing(by);
    const file = await addFile(ctx, { customerId, name, purpose: "remittance" }, bytes);
    return addRemittance(ctx, { remittanceId: newId(), customerId, fileId: file.id });
  }

  /** The same, read by the worker. */
  async function advised(content: string | Uint8Array, over: Parameters<typeof upload>[1] = {}) {
    const by = over?.by ?? world.contact("payer");
    const { remittanceId } = await upload(content, { ...over, by });
    await readAdvice(filing(world.worker), { remittanceId });
    return readRemittanceDetail(by, remittanceId);
  }

  return { ...world, upload, advised };
}
