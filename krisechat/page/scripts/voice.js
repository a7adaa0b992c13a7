/** The page's one voice: all that a screen reader is told besides the messages. */
const voice = document.getElementById('voice');
const unsaid = new Set();  // sentences the voice is about to say

/** Says something once; what comes together is said together. */
export function announce(sentence) {
  if (!unsaid.size) {
    voice.textContent = '';
    setTimeout(() => {
      voice.textContent = Array.from(unsaid).join(' ');
      unsaid.clear();
    }, 200);
  }
  unsaid.add(sentence);
}

/** Takes back what is true no more. */
export function hush(sentence) {
  unsaid.delete(sentence);
  if (voice.textContent === sentence) voice.textContent = '';
}

/** The sentence an element shows; untouched where it stands already, so that nothing hears it again. */
export function put(id, sentence) {
  const element = document.getElementById(id);
  if (element.textContent.trim() !== sentence) element.textContent = sentence;
}
