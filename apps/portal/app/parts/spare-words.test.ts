import { expect, test } from "vitest";
import { filledIn, onceEach } from "./spare-words.ts";

test("a sentence with a gap says any value, as often as it names it", () => {
  const said = filledIn((gap) => `Select ${gap}, that is ${gap}`);
  expect([said("INV-1"), said("$&")]).toEqual(["Select INV-1, that is INV-1", "Select $&, that is $&"]);
  expect(filledIn(() => "Nothing to fill in")("INV-1")).toBe("Nothing to fill in");
});

test("what is made once for each is not made again", () => {
  let made = 0;
  const square = onceEach((side: number) => {
    made += 1;
    return side * side;
  });
  expect([square(3), square(4), square(3)]).toEqual([9, 16, 9]);
  expect(made).toBe(2);
});
