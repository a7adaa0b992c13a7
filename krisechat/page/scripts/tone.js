/** One very soft tone, three quarters of a second long, made by the phone itself: no file is fetched. Gives what makes
 * it sound again, as long as `wanted()`; it sounds once at once.
 */
export function toneOf(player, wanted) {
  function tone() {
    if (!wanted()) return;
    const start = player.currentTime;
    const volume = player.createGain();
    const note = player.createOscillator();
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.06, start + 0.08);
    volume.gain.linearRampToValueAtTime(0, start + 0.7);
    note.frequency.value = 392;
    note.connect(volume).connect(player.destination);
    note.start();
    note.stop(start + 0.7);
  }
  tone();
  return tone;
}
