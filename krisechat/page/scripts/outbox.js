/** What the citizen has written, until the server has acknowledged it. A message keeps its client_id, so that
 * sending it again stores it once. In memory only.
 */
const MOST = 4000;         // code points in a message
const LATE_AFTER = 3500;   // ms until it is called not sent yet
const AGAIN_AFTER = 10000; // ms until it is sent once more

/** A random UUID, also on phones that lack randomUUID. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** A long text becomes several messages, cut at a line or a space: nothing is thrown away. */
export function pieces(text) {
  const clean = text.replace(/[\0\ud800-\udfff]/gu, '').trim();
  const letters = Array.from(clean);
  if (letters.length <= MOST) return clean ? [clean] : [];
  const head = letters.slice(0, MOST).join('');
  const cut = Math.max(head.lastIndexOf('\n'), head.lastIndexOf(' '));
  const piece = cut > MOST / 2 ? head.slice(0, cut) : head;
  return [piece.trim()].concat(pieces(clean.slice(piece.length)));
}

/** `page` is told sent(id, seq, sentAt, masked), late(id) and refused(id, code). */
export function openOutbox(page) {
  const unsent = [];  // {id, body, since, tried, notBefore, late}, oldest first

  const remove = (message) => unsent.splice(unsent.indexOf(message), 1);
  const find = (id) => unsent.find((message) => message.id === id);

  return {
    add(body) {
      const message = { id: newId(), body, since: Date.now(), tried: 0, notBefore: 0, late: false };
      unsent.push(message);
      return message.id;
    },

    /** Stored: true if it was still waiting for that. */
    settle(stored) {
      const message = find(stored.client_id);
      if (!message) return false;
      remove(message);
      page.sent(message.id, stored.seq, stored.sent_at, stored.masked === true);
      return true;
    },

    /** Not taken: later, if the server says when, else never. */
    refuse(error) {
      const message = find(error.client_id);
      if (!message) return;
      if (error.retry_after !== undefined || error.code === 'rate_limited' || error.code === 'unavailable') {
        message.tried = 0;
        message.notBefore = Date.now() + 1000 * (error.retry_after || 2);
      } else {
        remove(message);
        page.refused(message.id, error.code);
      }
    },

    /** What an old line carried may be lost. */
    again() {
      unsent.forEach((message) => { message.tried = 0; });
    },

    /** Hands on what is due, oldest first; stops where one must wait, to keep the order. */
    flush(send) {
      const now = Date.now();
      for (const message of unsent.slice()) {
        if (message.notBefore > now) return;
        if (now - message.tried < AGAIN_AFTER) continue;
        if (!send({ client_id: message.id, body: message.body })) return;
        message.tried = now;
      }
    },

    notice() {
      for (const message of unsent) {
        if (message.late || Date.now() - message.since < LATE_AFTER) continue;
        message.late = true;
        page.late(message.id);
      }
    },

    texts: () => unsent.map((message) => message.body),
  };
}
