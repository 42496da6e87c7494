import { RefusedFile } from "../refused-file.ts";
import type { Warning } from "../warning.ts";

/** A segment by its tag; `elements[0]` is the tag, `elements[4]` is element 04. `record` counts segments from 1. */
export type X12Segment = {
  readonly tag: string;
  readonly elements: readonly string[];
  readonly record: number;
};

/** ST to SE of one business document, both left out. */
export type X12TransactionSet = {
  /** ST01: `820`. */
  readonly kind: string;
  /** ST02. */
  readonly controlNumber: string;
  /** The version and the guide: ST03 where it is given, else GS08. */
  readonly version: string | null;
  readonly record: number;
  readonly segments: readonly X12Segment[];
};

export type X12File = {
  readonly sets: readonly X12TransactionSet[];
  readonly warnings: readonly Warning[];
};

const maxSegments = 500_000;
const maxElements = 200;

/** Whether the text begins as an interchange does, or as one whose envelope was taken off on the way. */
export function looksLikeX12(text: string): boolean {
  return /^\s*(?:ISA[^A-Za-z0-9\s]|GS([^A-Za-z0-9\s])RA\1|ST([^A-Za-z0-9\s])820\2)/.test(text);
}

/**
 * Takes ASC X12 interchanges apart (X12.5, X12.6): separators are those of each ISA, whatever its elements' widths;
 * line breaks around segments, and inside them where a mainframe wrapped its lines, mean nothing. Counts and control
 * numbers of SE, GE and IEA that do not fit are warned of, not refused: the business data is still there.
 */
export function readX12(text: string): X12File {
  return envelopes(segmentsOf(text));
}

/** An element by its number (`1` is 01), trimmed; null when it is empty or missing. */
export function element(segment: X12Segment, number: number): string | null {
  return segment.elements[number]?.trim() || null;
}

type Separators = { readonly element: string; readonly terminator: string };

function segmentsOf(text: string): X12Segment[] {
  const segments: X12Segment[] = [];
  let rest = text.trimStart();
  let separators = separatorsOf(rest);
  let position = 0;
  while (position < rest.length) {
    let end = rest.indexOf(separators.terminator, position);
    if (end < 0) end = rest.length;
    const raw = rest.slice(position, end).replace(/[\r\n]+/g, "");
    position = end + 1;
    const written = raw.trim();
    if (written !== "") {
      const elements = written.split(separators.element);
      segments.push({ tag: elements[0]?.toUpperCase() ?? "", elements, record: segments.length + 1 });
      if (segments.length > maxSegments || elements.length > maxElements) {
        throw new RefusedFile("x12-too-long", "The file has more segments or elements than are read.", {
          record: segments.length,
        });
      }
    }
    // Every interchange names its own separators.
    const next = /^\s*ISA[^A-Za-z0-9\s]/.exec(rest.slice(position, position + 40));
    if (next) {
      rest = rest.slice(position).trimStart();
      separators = separatorsOf(rest);
      position = 0;
    }
  }
  return segments;
}

function separatorsOf(text: string): Separators {
  if (!text.startsWith("ISA")) return { element: text.charAt(2), terminator: bareTerminator(text) };
  const separator = text.charAt(3);
  let position = 3;
  for (let count = 1; count < 16 && position >= 0; count++) position = text.indexOf(separator, position + 1);
  const terminator = text
    .slice(position + 2)
    .replace(/^[ \t]+/, "")
    .charAt(0);
  if (position < 0 || position > 300 || terminator === "" || /[A-Za-z0-9]/.test(terminator)) {
    throw new RefusedFile("x12-header", "The first segment (ISA) does not name the separators of the file.", {
      record: 1,
    });
  }
  return { element: separator, terminator: terminator === "\r" ? newlineOf(text) : terminator };
}

function newlineOf(text: string): string {
  return text.includes("\n") ? "\n" : "\r";
}

/** Without an ISA the terminator is what stands before the second tag. */
function bareTerminator(text: string): string {
  const following = /([^A-Za-z0-9 ])\s*(?:ST|BPR|BPS)[^A-Za-z0-9\s]/.exec(text.slice(0, 400))?.[1];
  if (following === undefined) {
    throw new RefusedFile("x12-header", "It is not clear what ends a segment of this file.", { record: 1 });
  }
  return following === "\r" ? newlineOf(text) : following;
}

type Counted = { readonly control: string | null; readonly record: number; count: number };

function envelopes(segments: readonly X12Segment[]): X12File {
  const sets: X12TransactionSet[] = [];
  const warnings: Warning[] = [];
  let interchange: Counted | null = null;
  let group: (Counted & { readonly version: string | null }) | null = null;
  let set: (X12TransactionSet & { segments: X12Segment[] }) | null = null;

  const warn = (code: string, sentence: string, record: number) =>
    warnings.push({ code, sentence, location: { record } });
  const left = (what: { record: number } | null, name: string, end: string) => {
    if (what) {
      warn("x12-cut-off", `${name} has no end (${end}): the file may be cut off.`, what.record);
    }
  };
  const compare = (segment: X12Segment, counted: number, what: string, control: string | null) => {
    const stated = element(segment, 1);
    if (stated === null || Number(stated) !== counted) {
      const sentence = `${segment.tag} counts ${stated ?? "no"} ${what}, the file has ${counted}.`;
      warn("x12-count", sentence, segment.record);
    }
    if (element(segment, 2) !== control) {
      const sentence = `${segment.tag} ends number ${element(segment, 2)}, but number ${control} was begun.`;
      warn("x12-control-number", sentence, segment.record);
    }
  };

  for (const segment of segments) {
    if (segment.tag === "ISA") {
      left(set, "A transaction set", "SE");
      left(interchange, "An interchange", "IEA");
      set = null;
      group = null;
      interchange = { control: element(segment, 13), record: segment.record, count: 0 };
    } else if (segment.tag === "GS") {
      left(set, "A transaction set", "SE");
      left(group, "A group", "GE");
      set = null;
      if (interchange) interchange.count += 1;
      group = {
        control: element(segment, 6),
        record: segment.record,
        count: 0,
        version: element(segment, 8),
      };
    } else if (segment.tag === "ST") {
      left(set, "A transaction set", "SE");
      if (group) group.count += 1;
      set = {
        kind: element(segment, 1) ?? "",
        controlNumber: element(segment, 2) ?? "",
        version: element(segment, 3) ?? group?.version ?? null,
        record: segment.record,
        segments: [],
      };
      sets.push(set);
    } else if (segment.tag === "SE" && set) {
      compare(segment, set.segments.length + 2, "segments", set.controlNumber);
      set = null;
    } else if (segment.tag === "GE" && group) {
      compare(segment, group.count, "transaction sets", group.control);
      group = null;
    } else if (segment.tag === "IEA" && interchange) {
      compare(segment, interchange.count, "groups", interchange.control);
      interchange = null;
    } else if (set) {
      set.segments.push(segment);
    } else {
      warn(
        "x12-stray-segment",
        `A segment ${shown(segment.tag)} stands outside any transaction set.`,
        segment.record,
      );
    }
  }
  left(set, "A transaction set", "SE");
  left(group, "A group", "GE");
  left(interchange, "An interchange", "IEA");
  return { sets, warnings };
}

function shown(tag: string): string {
  return tag.slice(0, 10);
}
