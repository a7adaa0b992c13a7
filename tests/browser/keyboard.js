/* What the focus is on, and how it stands there. */
() => {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return null;
  const box = at.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const seen = {
    left: Math.max(box.left, 0), right: Math.min(box.right, width),
    top: Math.max(box.top, 0), bottom: Math.min(box.bottom, innerHeight),
  };
  const middle = document.elementFromPoint((seen.left + seen.right) / 2, (seen.top + seen.bottom) / 2);
  const label = at.closest('label') || (at.labels && at.labels[0]);
  const target = at.matches('.pick input, .tick input') ? at.closest('label').getBoundingClientRect() : box;
  const style = getComputedStyle(at);
  const ring = at.closest('.field:focus-within') ? getComputedStyle(at.closest('.field')) : style;
  if (!window.tabStops) window.tabStops = [];
  const before = window.tabStops.at(-1);
  const again = window.tabStops.includes(at);
  window.tabStops.push(at);
  return {
    name: (at.getAttribute('aria-label') || (label && label.innerText) || at.innerText || at.id).replace(/\s+/g, ' ').trim(),
    again,
    in_order: again || !before || Boolean(before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING),
    in_sight: seen.bottom > seen.top && seen.right > seen.left && Boolean(middle) && (at.contains(middle) || middle.contains(at)),
    ringed: [style, ring].some((one) => one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) >= 2),
    inline: style.display === 'inline',
    width: target.width, height: target.height,
    top: box.top + scrollY, inside: Boolean(at.closest('main') && !at.closest('.menu')),
  };
}
