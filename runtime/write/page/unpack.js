"use strict";
// Unpacking: 85 letters to bytes, then bzip2. Short because nothing is checked but what could run on without end.
function bytesOf(letters) {
  const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%()*+,-./:;=?@[]^_{|}";
  const values = new Uint8Array(128);
  for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;
  const bytes = new Uint8Array((letters.length / 5) * 4);
  for (let i = 0, at = 0; i + 4 < letters.length; i += 5) {
    let four = 0;
    for (let k = 0; k < 5; k++) four = four * 85 + values[letters.charCodeAt(i + k)];
    bytes[at++] = four / 16777216;
    bytes[at++] = (four >>> 16) & 255;
    bytes[at++] = (four >>> 8) & 255;
    bytes[at++] = four & 255;
  }
  return bytes;
}

// One Huffman code as limits by length, the way of the bzip2 manual.
function codeOf(lengths) {
  const limit = new Int32Array(22), base = new Int32Array(22), symbols = [];
  const least = Math.min(...lengths), most = Math.max(...lengths);
  let code = 0;
  for (let length = least; length <= most; length++) {
    base[length] = symbols.length - code;
    for (let symbol = 0; symbol < lengths.length; symbol++) if (lengths[symbol] === length) symbols.push(symbol), code++;
    limit[length] = code - 1;
    code <<= 1;
  }
  return { limit, base, symbols, least, most };
}

function unpack(bytes) {
  let at = 4, held = 0, kept = 0; // behind "BZh9"
  function bits(count) {
    while (kept < count) {
      held = ((held << 8) | bytes[at++]) >>> 0;
      kept += 8;
    }
    kept -= count;
    return (held >>> kept) & ((1 << count) - 1);
  }
  function decode(code) {
    let length = code.least, value = bits(length);
    while (value > code.limit[length]) {
      if (++length > 20 || at > bytes.length + 8) throw new Error("columns");
      value = (value << 1) | bits(1);
    }
    return code.symbols[value + code.base[length]];
  }
  function used() {
    const rows = bits(16), list = [];
    for (let i = 0; i < 16; i++) {
      if (!((rows >>> (15 - i)) & 1)) continue;
      const row = bits(16);
      for (let k = 0; k < 16; k++) if ((row >>> (15 - k)) & 1) list.push(i * 16 + k);
    }
    return list;
  }
  function tables(groups, symbolCount) {
    const codes = [];
    for (let group = 0; group < groups; group++) {
      const lengths = [];
      let length = bits(5);
      for (let i = 0; i < symbolCount; i++) {
        while (bits(1)) length += bits(1) ? -1 : 1;
        lengths.push(length);
      }
      codes.push(codeOf(lengths));
    }
    return codes;
  }
  const last = new Uint32Array(900000);
  const chunks = [];
  let total = 0;
  while (bits(24) === 0x314159) { // a block; the end of the stream begins otherwise
    bits(24), bits(16), bits(16), bits(1); // rest of the sign, checksum, "randomised"
    const origin = bits(24), symbols = used(), groups = bits(3), selectors = [];
    const order = Array.from({ length: groups }, (_, i) => i);
    for (let left = bits(15); left > 0; left--) {
      let place = 0;
      while (bits(1)) place++;
      const group = order.splice(place, 1)[0];
      order.unshift(group);
      selectors.push(group);
    }
    const codes = tables(groups, symbols.length + 2), end = symbols.length + 1, counts = new Uint32Array(257);
    let length = 0, run = 0, weight = 1;
    const put = (byte, times) => {
      counts[byte + 1] += times;
      while (times-- > 0) last[length++] = byte;
    };
    decoding: for (const selector of selectors)
      for (let i = 0; i < 50; i++) {
        const symbol = decode(codes[selector]);
        if (symbol < 2) {
          run += weight << symbol;
          weight <<= 1;
          continue;
        }
        if (run) put(symbols[0], run);
        run = 0, weight = 1;
        if (symbol === end) break decoding;
        const byte = symbols.splice(symbol - 1, 1)[0];
        symbols.unshift(byte);
        put(byte, 1);
      }
    for (let i = 0; i < 256; i++) counts[i + 1] += counts[i];
    for (let i = 0; i < length; i++) last[counts[last[i] & 255]++] |= i << 8;
    // Runs of four are followed by how many more there are.
    let chunk = new Uint8Array(length * 2 + 1024), size = 0, position = last[origin] >>> 8, same = 0, before = -1;
    for (let i = 0; i < length; i++) {
      const entry = last[position], byte = entry & 255;
      position = entry >>> 8;
      if (size + 256 > chunk.length) {
        const larger = new Uint8Array(chunk.length * 2);
        larger.set(chunk);
        chunk = larger;
      }
      if (same === 4) {
        chunk.fill(before, size, size + byte);
        size += byte;
        same = 0;
        before = -1;
      } else {
        same = byte === before ? same + 1 : 1;
        before = byte;
        chunk[size++] = byte;
      }
    }
    chunks.push(chunk.subarray(0, size));
    total += size;
  }
  const whole = new Uint8Array(total);
  let start = 0;
  for (const chunk of chunks) {
    whole.set(chunk, start);
    start += chunk.length;
  }
  return whole;
}

function unpacked(letters) {
  return new TextDecoder().decode(unpack(bytesOf(letters)));
}
