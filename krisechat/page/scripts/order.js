/** Messages in the order of seq, each once, whatever order they come in. */

/** `hand` is given what is next; all up to `last` was handed on before. */
export function openOrder(last, hand) {
  const held = new Map(); // seq → what arrived ahead of a gap

  return {
    last: () => last,
    has: (seq) => seq <= last || held.has(seq),
    gap: () => held.size > 0,

    /** True when something is held back behind a gap, and it was not known before. */
    take(message) {
      if (this.has(message.seq)) return false;
      held.set(message.seq, message);
      while (held.has(last + 1)) {
        last += 1;
        const next = held.get(last);
        held.delete(last);
        hand(next);
      }
      return this.gap();
    },
  };
}
