import type { DisputableDocument, DisputableLine } from "@openitem/domain/disputes/read-disputable";
import type { Reason } from "@openitem/domain/disputes/reason";
import type { Problem } from "../../answer.ts";
import type { Draft } from "./draft.ts";
import type { KeptFile, RefusedFile } from "./kept-file.ts";

/** A document that some can be disputed of, as the form shows it. Amounts in minor units of the form's currency. */
export type FormDocument = Pick<
  DisputableDocument,
  "itemId" | "number" | "reference" | "openMinor" | "inFlightMinor" | "disputedMinor" | "readyMinor"
> & {
  disputableMinor: bigint;
  /** Disputes that hold some of it already. */
  disputes: { id: string; number: string; heldMinor: bigint }[];
  lines: Omit<DisputableLine, "disputedMinor">[];
  lineCount: number;
  /** Lines that were looked for; null when none were. */
  found: { count: number; isMore: boolean } | null;
};

/** A document of which nothing can be disputed, and why. */
export type ShutDocument = {
  itemId: string;
  number: string;
  why: "late" | "settled" | "in_flight" | "disputed";
  until: string;
  dispute: { id: string; number: string } | null;
};

/** A reason with its guide; days in the reader's calendar. */
export type FormReason = Pick<Reason, "code" | "facts" | "proof" | "team"> & {
  answerOn: string;
  /** For large amounts, where that is another day. */
  answerLargeOn: string;
};

/** Why a dispute was not sent, beside what stands at the fields. */
export type NotSent =
  | { why: "faults" }
  /** the button named another sum than the fields give */
  | { why: "sum"; shown: string }
  | { why: "refused"; problem: Problem };

export type DisputeForm = {
  /** new with every answer: the fields are filled anew from it */
  stamp: string;
  disputeId: string;
  customer: { id: string; name: string };
  currency: string;
  documents: FormDocument[];
  shut: ShutDocument[];
  reasons: FormReason[];
  largeFromMinor: bigint;
  contestDays: number;
  filesMax: number;
  sizeMaxBytes: number;
  /** "PDF, XLSX, CSV" */
  typeNames: string;
  /** Media types, for the browser's own choice of files. */
  mediaTypes: string[];
  draft: Draft;
  /** Added and not sent, in their order. */
  kept: KeptFile[];
  refusedFiles: RefusedFile[];
  mayPay: boolean;
  /** The payment that was put aside for this, as a query of the pay page; empty when there is none. */
  payment: string;
  notSent: NotSent | null;
};
