/** Longer notes end with an ellipsis: a note is for people. */
const maxNote = 4_000;

/** A note with another line of text. */
export function appendNote(note: string | null, text: string | null): string | null {
  if (text === null || text === "") return note;
  if (note === null) return text.slice(0, maxNote);
  if (note.length > maxNote) return note;
  const longer = `${note}\n${text}`;
  return longer.length > maxNote ? `${longer.slice(0, maxNote)} …` : longer;
}
