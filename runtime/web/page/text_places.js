// Places in a text, as the editor server has them: lines and UTF-16 units, from 0.
export function positionOf(text, at) {
  let line = 0,
    begin = 0;
  for (let next; (next = text.indexOf("\n", begin)) >= 0 && next < at; begin = next + 1) line++;
  return { line, character: at - begin };
}

export function offsetOf(text, { line, character }) {
  let begin = 0;
  for (; line > 0; line--) {
    const next = text.indexOf("\n", begin);
    if (next < 0) return text.length;
    begin = next + 1;
  }
  const end = text.indexOf("\n", begin);
  return Math.min(begin + character, end < 0 ? text.length : end);
}

// What is different between two texts, as one edit.
export function editBetween(before, after) {
  const low = (unit) => unit >= 0xdc00 && unit <= 0xdfff,
    most = Math.min(before.length, after.length);
  let start = 0,
    end = 0;
  while (start < most && before[start] === after[start]) start++;
  if (start && (low(before.charCodeAt(start)) || low(after.charCodeAt(start)))) start--;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  if (end && (low(before.charCodeAt(before.length - end)) || low(after.charCodeAt(after.length - end)))) end--;
  const range = { start: positionOf(before, start), end: positionOf(before, before.length - end) };
  return { range, text: after.slice(start, after.length - end) };
}
