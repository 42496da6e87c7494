import type { Canvas } from "@napi-rs/canvas";

/** Darker than this, of 255, is ink. */
const ink = 150;

/** Runs of ink at least so long, in pixels, are rules of a table: no stroke of a letter is. */
const shortestRule = 90;

/** Erases the rules of tables from a picture, which OCR takes for letters and which hide the words beside them. */
export function eraseRules(canvas: Canvas): void {
  const { width, height } = canvas;
  const context = canvas.getContext("2d");
  const image = context.getImageData(0, 0, width, height);
  const { data } = image;
  const dark = new Uint8Array(width * height);
  for (let pixel = 0; pixel < dark.length; pixel++) {
    const at = pixel * 4;
    const light = ((data[at] ?? 0) * 3 + (data[at + 1] ?? 0) * 6 + (data[at + 2] ?? 0)) / 10;
    dark[pixel] = light < ink ? 1 : 0;
  }
  const erase = (pixel: number) => data.fill(255, pixel * 4, pixel * 4 + 4);
  runs(dark, height, width, width, 1, erase);
  runs(dark, width, height, 1, width, erase);
  context.putImageData(image, 0, 0);
}

/** Calls `erase` for the pixels of long runs, along `count` lines of `length` pixels. */
function runs(
  dark: Uint8Array,
  count: number,
  length: number,
  lineStep: number,
  step: number,
  erase: (pixel: number) => void,
): void {
  for (let line = 0; line < count; line++) {
    let start = 0;
    for (let at = 0; at <= length; at++) {
      if (at < length && dark[line * lineStep + at * step] === 1) continue;
      if (at - start >= shortestRule) {
        for (let pixel = start; pixel < at; pixel++) erase(line * lineStep + pixel * step);
      }
      start = at + 1;
    }
  }
}
