/** The little work a server asks for while a flood comes: a number for which SHA-256 of `challenge:number` begins
 * with zeros. Loaded only then. The browser's own SHA-256 takes longer to call than to do, and is not there on every
 * phone, so it is written out: one block a try, since the challenge fills the first one.
 */
const BATCH_MS = 12;
const FIRST = Int32Array.of(0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19);
const K = new Int32Array(64);
const W = new Int32Array(64);

/* The cube roots of the first 64 primes, the first 32 bits behind the point. */
for (let prime = 2, found = 0; found < 64; prime += 1) {
  let divisor = 2;
  while (prime % divisor) divisor += 1;
  if (divisor === prime) {
    const root = Math.cbrt(prime);
    K[found] = (root - Math.floor(root)) * 4294967296 | 0;
    found += 1;
  }
}

/** Puts `state` with the block in W[0..15] taken in into `end`. */
function take(state, end) {
  let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
  for (let i = 16; i < 64; i += 1) {
    const x = W[i - 15];
    const y = W[i - 2];
    W[i] = W[i - 16] + W[i - 7] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3)
      + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10) | 0;
  }
  for (let i = 0; i < 64; i += 1) {
    const one = h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (g ^ e & (f ^ g)) + K[i] + W[i] | 0;
    const two = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ c & (a ^ b)) | 0;
    h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => { end[i] = word + state[i]; });
}

/** Puts a text's bytes into W at this place, as big-endian words. */
function write(text, at) {
  for (let i = 0; i < text.length; i += 1) {
    const place = at + i;
    if (!(place & 3)) W[place >> 2] = 0;
    W[place >> 2] |= text.charCodeAt(i) << 24 - 8 * (place & 3);
  }
}

/** Does the `work` the server named, "bits challenge …" with a challenge of 63 characters, and puts challenge and
 * proof into what is posted. The page stays awake meanwhile: the way out works.
 */
export async function prove(work, body) {
  const [bits, challenge] = work.split(' ');
  body.set('challenge', challenge);
  body.set('proof', await found(challenge, bits));
}

async function found(challenge, bits) {
  write(challenge + ':', 0);
  const begun = new Int32Array(8);
  const end = new Int32Array(8);
  take(FIRST, begun);
  let pause = Date.now() + BATCH_MS;
  for (let number = 1e7; ; number += 1) {
    write(number + '\x80', 0);
    W.fill(0, 3, 15);
    W[15] = 8 * (64 + 8);
    take(begun, end);
    if (end[0] >>> 32 - bits === 0) return String(number);
    if (!(number & 63) && Date.now() > pause) {
      await new Promise((resolve) => setTimeout(resolve));
      pause = Date.now() + BATCH_MS;
    }
  }
}
