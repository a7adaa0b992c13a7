/**
 * What stands beside the words: the handover, the emergency card, notes, risk, the ending.
 * @import { Conversation, Panel } from "../types.js"
 */
import { useRef } from "preact/hooks";
import { html } from "../html.js";
import { CHAT } from "../texts.js";
import { useConsole } from "../use-console.js";
import { ClosePanel } from "./close-panel.js";
import { EmergencyCard } from "./emergency-card.js";
import { HandoverPanel } from "./handover/panel.js";
import { Icon } from "./icon.js";
import { NotesPanel } from "./notes-panel.js";
import { RiskPanel } from "./risk-panel.js";

/** @type {Readonly<Record<Panel, (props: { conversation: Conversation }) => any>>} */
const PANELS = Object.freeze({
  handover: HandoverPanel, emergency: EmergencyCard, notes: NotesPanel, risk: RiskPanel,
  close: ClosePanel,
});
/** The ending has its button above the words; its tab stands here only while it is open. */
const tabsFor = (/** @type {Panel} */ chosen) =>
  /** @type {Panel[]} */ (Object.keys(PANELS)).filter((panel) => panel !== "close" || chosen === "close");
const STEPS = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowLeft: -1 });

/** @param {{ conversation: Conversation }} props */
function Tabs({ conversation }) {
  const { store } = useConsole();
  const list = /** @type {{ current: HTMLElement | null }} */ (useRef(null));
  const chosen = store.panel.value;
  const tabs = tabsFor(chosen);
  const step = (/** @type {KeyboardEvent} */ event) => {
    const by = STEPS[event.key];
    if (!by) return;
    const next = (tabs.indexOf(chosen) + by + tabs.length) % tabs.length;
    store.panel.value = /** @type {Panel} */ (tabs[next]);
    /** @type {HTMLElement | undefined} */ (list.current?.children[next])?.focus();
  };
  const count = conversation.notes.length;
  return html`
    <div class="tabs">
      <button class="icon only-narrow" type="button" aria-label=${CHAT.closePanel}
        onClick=${() => { store.panelOpen.value = false; }}><${Icon} name="back" /></button>
      <div role="tablist" aria-label=${CHAT.beside} ref=${list} onKeyDown=${step}>
        ${tabs.map((panel) => html`
          <button key=${panel} type="button" role="tab" id=${`fane-${panel}`} aria-controls="panel"
            aria-selected=${panel === chosen} tabindex=${panel === chosen ? 0 : -1}
            onClick=${() => { store.panel.value = panel; }}>
            ${CHAT.panels[panel]} ${panel === "notes" && count > 0 && html`<span class="faint">${count}</span>`}
          </button>
        `)}
      </div>
    </div>
  `;
}

/** @param {{ conversation: Conversation }} props */
export function Side({ conversation }) {
  const { store } = useConsole();
  const panel = store.panel.value;
  const back = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    store.panelOpen.value = false;
    document.getElementById("skriv")?.focus();
  };
  return html`
    <aside class="side" aria-label=${CHAT.beside} onKeyDown=${back}>
      <${Tabs} conversation=${conversation} />
      <section class="panel" id="panel" role="tabpanel" aria-labelledby=${`fane-${panel}`} tabindex="0"
        key=${`${conversation.id}-${panel}`}>
        <${PANELS[panel]} conversation=${conversation} />
      </section>
    </aside>
  `;
}
