/* What a screen reader would be told by a page's live regions and by where the focus goes, in order.
 * Runs in a world of its own beside the page. Sources: WAI-ARIA 1.2, aria-live, aria-atomic, aria-relevant,
 * aria-busy and the implicit values of role log, status and alert.
 */
(() => {
  const heard = [];
  const POLITENESS = { log: 'polite', status: 'polite', alert: 'assertive' };
  const REGION = '[aria-live], [role=log], [role=status], [role=alert]';

  const politeness = (region) => region.getAttribute('aria-live') || POLITENESS[region.getAttribute('role')];
  const relevant = (region) => (region.getAttribute('aria-relevant') || 'additions text').split(' ');
  const atomic = (region) => (region.getAttribute('aria-atomic')
    || String(['status', 'alert'].includes(region.getAttribute('role')))) === 'true';

  function told(element) {
    const style = getComputedStyle(element);
    return style.display !== 'none' && style.visibility === 'visible' && element.getAttribute('aria-hidden') !== 'true';
  }
  const reached = (element) => !element || (told(element) && reached(element.parentElement));

  function words(node) {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || !told(node)) return '';
    const inside = Array.from(node.childNodes, words).join('');
    return getComputedStyle(node).display.startsWith('inline') ? inside : ' ' + inside + ' ';
  }
  const tidy = (text) => text.replace(/\s+/g, ' ').trim();

  function say(how, text) {
    if (tidy(text)) heard.push(how + ': ' + tidy(text));
  }

  /* A node that came, or came in sight, or a text that changed. */
  function changed(node, kind, whole) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const region = element && element.closest(REGION);
    if (!region || !element.isConnected || !reached(element)) return;
    if (politeness(region) === 'off' || region.closest('[aria-busy=true]')) return;
    if (!relevant(region).some((one) => one === kind || one === 'all')) return;
    if (!atomic(region)) say(politeness(region), words(node));
    else whole.add(region);
  }

  const shownBefore = new WeakSet();
  const regions = () => document.querySelectorAll(REGION);
  const noteShown = () => regions().forEach((one) => (reached(one) ? shownBefore.add(one) : shownBefore.delete(one)));

  function watch(records) {
    const whole = new Set();
    for (const { type, target, addedNodes } of records) {
      if (type === 'characterData') changed(target, 'text', whole);
      addedNodes.forEach((node) => changed(node, node.nodeType === Node.TEXT_NODE ? 'text' : 'additions', whole));
      if (type === 'attributes' && target.hasChildNodes() && !target.matches(REGION)) changed(target, 'additions', whole);
    }
    for (const region of regions()) {
      if (politeness(region) === 'assertive' && reached(region) && !shownBefore.has(region)) whole.add(region);
    }
    whole.forEach((region) => say(politeness(region), words(region)));
    noteShown();
  }

  function focused({ target }) {
    if (!(target instanceof Element)) return;
    const label = target.getAttribute('aria-label') || (target.labels && target.labels[0] && words(target.labels[0])) || words(target);
    say('focus', label);
  }

  addEventListener('DOMContentLoaded', () => {
    noteShown();
    const seen = { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['hidden'] };
    new MutationObserver(watch).observe(document.body, seen);
  });
  addEventListener('focusin', focused, true);
  globalThis.heard = heard;
})();
