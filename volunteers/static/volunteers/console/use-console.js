/**
 * How a component reaches the console, its sound and its page.
 * @import { Console } from "./console.js"
 * @import { Handovers } from "./handover/handovers.js"
 * @import { Chime } from "./sound.js"
 * @import { Notifier } from "./notify.js"
 */
import { createContext } from "preact";
import { useContext } from "preact/hooks";

/**
 * @typedef {object} Workplace
 * @property {Console} desk what the volunteer can do
 * @property {import("./store.js").Store} store what there is to see
 * @property {Handovers} handovers
 * @property {Chime} chime
 * @property {Notifier} notifier
 * @property {{ name: string, brand: string, demo: string, overview?: string, loginUrl: string }} page what the server wrote into the page
 */

/** @type {import("preact").Context<Workplace | null>} */
export const WorkplaceContext = createContext(/** @type {Workplace | null} */ (null));

/** @returns {Workplace} */
export function useConsole() {
  const workplace = useContext(WorkplaceContext);
  if (!workplace) throw new Error("A component of the console stands outside it.");
  return workplace;
}
