/** The parts of an open amount. Each has a pattern of its own, so that it reads in grey and in print. */
export type PartKind = "ready" | "disputed" | "promised" | "flight" | "not-due";

/** The pattern of a part as an SVG definition; `ready` and `not-due` are plain fills and need none. */
export function PartPattern({ kind, id }: { kind: PartKind; id: string }) {
  const common = { id, patternUnits: "userSpaceOnUse", height: 12, className: `oi-part-${kind}` } as const;
  if (kind === "disputed") {
    return (
      <pattern {...common} width={6} height={6} patternTransform="rotate(45)">
        <rect className="oi-part-soft" width={6} height={6} />
        <rect className="oi-part-ink" width={3} height={6} />
      </pattern>
    );
  }
  if (kind === "promised") {
    return (
      <pattern {...common} width={5}>
        <rect className="oi-part-soft" width={5} height={12} />
        <rect className="oi-part-ink" width={2} height={12} />
      </pattern>
    );
  }
  if (kind === "flight") {
    return (
      <pattern {...common} width={10}>
        <rect className="oi-part-soft" width={10} height={12} />
        <rect className="oi-part-ink" width={8} height={12} />
      </pattern>
    );
  }
  return null;
}

/** The fill attribute for a part: its pattern, or nothing where the class paints it. */
export const partFill = (kind: PartKind, id: string): string | undefined =>
  kind === "ready" || kind === "not-due" ? undefined : `url(#${id})`;
