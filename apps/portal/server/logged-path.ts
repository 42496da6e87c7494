/**
 * A path as the log holds it. Invitation links are secrets, and are cut off however they are written: in capitals,
 * with doubled slashes, or with letters as percent codes.
 */
export function loggedPath(path: string): string {
  const plain = path
    .replace(/%[0-7][0-9a-f]/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)))
    .replace(/[/\\]+(\.*[/\\]+)*/g, "/");
  return plain.replace(/(invitation)\/[\s\S]+/i, "$1/…");
}
