/** Whoever reads with a keyboard or a screen reader is somewhere on the page: what goes from sight must not take
 * that place along.
 */

/** A menu that lies over the page closes when the focus leaves it: nothing stays covered. */
export function closeWhenLeft(menu) {
  menu.addEventListener('focusout', ({ relatedTarget: next }) => { if (next && !menu.contains(next)) menu.open = false; });
}

/** Runs `change`; when what had the focus is out of sight after it, `next` has it. */
export function keepFocus(change, next) {
  const held = document.activeElement;
  change();
  if (held !== document.body && !held.getClientRects().length) next.focus({ preventScroll: true });
}
