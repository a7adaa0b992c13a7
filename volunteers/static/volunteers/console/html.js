/** The one place where htm meets Preact. */
import htm from "htm";
import { h } from "preact";

/**
 * Markup as a template string. Text is always text: nothing here can become HTML from a string.
 * @type {(strings: TemplateStringsArray, ...values: any[]) => any}
 */
export const html = htm.bind(/** @type {any} */ (h));
