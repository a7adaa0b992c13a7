/* What does not fit on this page, or cannot be reached: a line each, none when all is well. */
() => {
  const wrong = [];
  const root = document.documentElement;
  const name = (one) => one.tagName.toLowerCase() + '.' + one.className + ' ' + one.textContent.trim().slice(0, 30);
  const hiddenOnPurpose = (one) => getComputedStyle(one).clipPath !== 'none' || one.closest('.hide, .skip')
    || Array.from(document.querySelectorAll('.greet, .composer label, .says')).some((kept) => getComputedStyle(kept).clipPath !== 'none' && kept.contains(one));
  if (root.scrollWidth > root.clientWidth) wrong.push(`the page scrolls sideways: ${root.scrollWidth} in ${root.clientWidth}`);
  for (const one of document.body.querySelectorAll('*')) {
    const box = one.getBoundingClientRect();
    if (!box.width || !box.height || one.closest('svg') || hiddenOnPurpose(one)) continue;
    if (box.right > root.clientWidth + 1 || box.left < -1) wrong.push(`beyond the edge: ${name(one)}`);
    const style = getComputedStyle(one);
    const cut = ['hidden', 'clip'].includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1
      || ['hidden', 'clip'].includes(style.overflowY) && one.scrollHeight > one.clientHeight + 1;
    if (cut) wrong.push(`cut off: ${name(one)}`);
  }
  const onTop = (one) => {
    const box = one.getBoundingClientRect();
    const found = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
    return box.top >= 0 && box.top < innerHeight && found && one.contains(found);
  };
  for (const end of [0, root.scrollHeight]) {
    scrollTo(0, end);
    if (!onTop(document.querySelector('a.exit'))) wrong.push(`the way out is not on top at ${end}`);
  }
  const field = document.getElementById('text');
  if (field && field.getClientRects().length) {
    field.focus();
    field.scrollIntoView({ block: 'center' });
    if (!onTop(field)) wrong.push('the field cannot be reached');
  }
  scrollTo(0, 0);
  return wrong;
}
