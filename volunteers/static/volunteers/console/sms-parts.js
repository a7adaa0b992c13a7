/**
 * How many text messages some words become. 160 letters fit one in the phones' own alphabet, 153
 * each where there are several; any other sign (an emoji, a curly quote) makes it 70, then 67.
 * Source: 3GPP TS 23.038, tables 6.2.1 and 6.2.1.1.
 */

const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
/** These take the room of two. */
const DOUBLE = new Set("\f^{}\\[~]|€");

/**
 * @param {string} words as they are sent
 * @returns {{ letters: number, parts: number, plain: boolean }} `plain`: in the phones' own alphabet
 */
export function smsParts(words) {
  const signs = [...words];
  const plain = signs.every((sign) => BASIC.has(sign) || DOUBLE.has(sign));
  const room = plain
    ? signs.reduce((sum, sign) => sum + (DOUBLE.has(sign) ? 2 : 1), 0)
    : words.length;
  const [one, several] = plain ? [160, 153] : [70, 67];
  const parts = room <= one ? Math.min(1, room) : Math.ceil(room / several);
  return { letters: signs.length, parts, plain };
}
