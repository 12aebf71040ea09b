// Bytes as letters that a page may hold: four bytes as five of 85 signs, none of which means anything in HTML. (Base 64 takes a
// fifteenth more, which is 100 kB of the engine.)
const SIGNS = [...Array(94).keys()]
  .map((i) => String.fromCharCode(33 + i))
  .filter((sign) => !"<>&\"'`\\".includes(sign))
  .slice(0, 85);

// The length, then the letters; the last four bytes are filled up with zeros.
export function lettersOf(bytes) {
  const letters = [];
  for (let at = 0; at < bytes.length; at += 4) {
    let four = 0;
    for (let i = 0; i < 4; i++) four = four * 256 + (bytes[at + i] || 0);
    for (let power = 85 ** 4; power >= 1; power /= 85) letters.push(SIGNS[Math.floor(four / power) % 85]);
  }
  return `${bytes.length}:${letters.join("")}`;
}

export function bytesOfLetters(letters) {
  const colon = letters.indexOf(":"),
    length = Number(letters.slice(0, colon)),
    bytes = new Uint8Array(Math.ceil(length / 4) * 4);
  const view = new DataView(bytes.buffer),
    values = new Uint8Array(128);
  SIGNS.forEach((sign, value) => (values[sign.charCodeAt(0)] = value));
  for (let at = 0, from = colon + 1; at < length; at += 4) {
    let four = 0;
    for (let i = 0; i < 5; i++) four = four * 85 + values[letters.charCodeAt(from++)];
    view.setUint32(at, four);
  }
  return bytes.subarray(0, length);
}
