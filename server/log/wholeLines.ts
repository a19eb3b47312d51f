const NEWLINE = 10;

/** The bytes in pieces of at most `max`, each of whole lines; a line that is longer is a piece of its own. */
export function wholeLines(bytes: Buffer, max: number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = endOfPiece(bytes, start, max);
    pieces.push(bytes.subarray(start, end));
    start = end;
  }
  return pieces;
}

function endOfPiece(bytes: Buffer, start: number, max: number): number {
  if (bytes.length - start <= max) return bytes.length;
  const last = bytes.lastIndexOf(NEWLINE, start + max - 1);
  const end = last < start ? bytes.indexOf(NEWLINE, start) : last;
  return end === -1 ? bytes.length : end + 1;
}
