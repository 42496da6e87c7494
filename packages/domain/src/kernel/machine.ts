import { Refusal } from "./refusal.ts";

/** For each state, the states that may follow it. */
export type Machine<State extends string> = Readonly<Record<State, readonly State[]>>;

/** Returns `to` when it may follow `from`, else refuses with `<name>.state`. Commands write what it returns. */
export function move<State extends string>(
  name: string,
  machine: Machine<State>,
  from: State,
  to: State,
): State {
  if (machine[from].includes(to)) return to;
  throw new Refusal(
    "conflict",
    `${name}.state`,
    `This ${name} is ${from.replaceAll("_", " ")}; it cannot become ${to.replaceAll("_", " ")}.`,
    { from, to },
  );
}
