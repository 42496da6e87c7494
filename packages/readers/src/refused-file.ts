import { describeLocation, type Location } from "./location.ts";

/**
 * This file cannot be read, and nothing of it is used. The only error that readers throw.
 *
 * `code` is a stable kebab-case word, `sentence` is for people (no location in it), `location` says where, as far as
 * it is known; `message` holds both.
 */
export class RefusedFile extends Error {
  readonly code: string;
  readonly sentence: string;
  readonly location: Location | null;

  constructor(code: string, sentence: string, location: Location | null = null, cause?: unknown) {
    const place = describeLocation(location);
    super(place ? `${sentence} (${place})` : sentence, cause === undefined ? undefined : { cause });
    this.name = "RefusedFile";
    this.code = code;
    this.sentence = sentence;
    this.location = location;
  }
}
