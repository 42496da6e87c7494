import { BOUNDS } from "./bounds.ts";
import { type Row, summarise } from "./measure.ts";

/** The rows as text in columns. */
export function table(rows: readonly Row[]): string {
  const cells = [
    ["measure", "ours", "floor", "unit", "ratio", "of rounds", "aim", "bound", ""],
    ...rows.map((row) => {
      const { ours, floor, ratio, spread } = summarise(row);
      const bound = BOUNDS[row.name];
      return [
        row.name,
        figure(ours),
        figure(floor),
        row.unit,
        ratioText(ratio, row),
        `${ratioText(spread[0], row)}–${ratioText(spread[1], row)} (${row.rounds.length})`,
        row.aim === undefined ? "" : `${sign(row)} ${row.aim}`,
        bound === undefined ? "" : String(bound),
        row.aim === undefined ? "" : reaches(row, ratio) ? "reached" : "missed",
      ];
    }),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)));
  const isText = (column: number) => column === 0 || column === 3 || column === 8;
  return cells
    .map((line) =>
      line
        .map((cell, column) =>
          isText(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
        )
        .join("  ")
        .trimEnd(),
    )
    .concat("", ...rows.map(({ name, says }) => `${name}: ${says}`))
    .join("\n");
}

function reaches({ better, aim = 1 }: Row, ratio: number): boolean {
  if (better === "exactly 1") return ratio === 1;
  return better === "higher" ? ratio >= aim : ratio <= aim;
}

const sign = ({ better }: Row) => ({ higher: "≥", lower: "≤", "exactly 1": "=" })[better];

const figure = (value: number): string =>
  value >= 100
    ? Math.round(value).toLocaleString("en")
    : value.toLocaleString("en", { maximumSignificantDigits: 3 });

const ratioText = (ratio: number, { better }: Row): string => ratio.toFixed(better === "exactly 1" ? 3 : 2);
