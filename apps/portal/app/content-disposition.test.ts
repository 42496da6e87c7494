import { expect, test } from "vitest";
import { attachmentNamed } from "./content-disposition.ts";

test("a download keeps its name, and no name breaks out of the header", () => {
  expect(attachmentNamed("Rate card 7.pdf")).toBe(
    `attachment; filename="Rate card 7.pdf"; filename*=UTF-8''Rate%20card%207.pdf`,
  );
  expect(attachmentNamed('Preisliste "Süd" (neu).pdf')).toBe(
    `attachment; filename="Preisliste _S_d_ (neu).pdf"; filename*=UTF-8''Preisliste%20%22S%C3%BCd%22%20%28neu%29.pdf`,
  );
});
