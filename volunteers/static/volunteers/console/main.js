/** Where the console begins: puts the parts together, and ties them to the page. */
import { effect } from "@preact/signals-core";
import "@preact/signals";
import { h, render } from "preact";
import { attend } from "./attention.js";
import { App } from "./components/app.js";
import { browser } from "./connection.js";
import { Console } from "./console.js";
import { server } from "./handover/api.js";
import { Handovers } from "./handover/handovers.js";
import { press } from "./keys.js";
import { Notifier } from "./notify.js";
import { Chime } from "./sound.js";
import { WorkplaceContext } from "./use-console.js";

const EVERY_SECOND = 1_000;

/** @param {HTMLElement} root the element the server wrote the page's facts on */
function start(root) {
  const { name = "", brand = "", demo = "", overview = "", loginUrl = "/login" } = root.dataset;
  const page = { name, brand, demo, overview, loginUrl };
  const desk = new Console(browser());
  const chime = new Chime();
  const notifier = new Notifier();
  const handovers = new Handovers({ api: server(formToken()), now: Date.now });
  const workplace = { desk, store: desk.store, handovers, chime, notifier, page };
  attend({ store: desk.store, chime, notifier, brand });
  watchPage(desk, handovers);
  watchKeys(desk, chime);
  goToLogin(desk, handovers, loginUrl);
  root.replaceChildren();
  render(h(WorkplaceContext.Provider, { value: workplace, children: h(App, {}) }), root);
  desk.open();
  setInterval(() => {
    desk.tick();
    handovers.tick();
  }, EVERY_SECOND);
}

/** What the server gave this page against forged requests. */
function formToken() {
  const field = document.querySelector('#log-ud input[name="csrfmiddlewaretoken"]');
  return field instanceof HTMLInputElement ? field.value : "";
}

/**
 * Whether I am looking, whether the network or the machine has come back, whether I leave too early.
 * @param {Console} desk
 * @param {Handovers} handovers
 */
function watchPage(desk, handovers) {
  const { store } = desk;
  const look = () => {
    store.watching.value = document.visibilityState === "visible" && document.hasFocus();
    if (store.watching.value) desk.connection.wake();
    desk.tick();
  };
  for (const event of ["focus", "blur"]) window.addEventListener(event, look);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("online", () => desk.connection.wake());
  window.addEventListener("pageshow", look);
  window.addEventListener("beforeunload", (event) => {
    const begun = Object.keys(store.drafts.value).length + Object.keys(store.noteDrafts.value).length;
    if (store.unsent.value || begun || handovers.folders.anythingUnsaved()) event.preventDefault();
  });
  look();
}

/**
 * What stands beside the words, with the keyboard in it; Escape brings it back to the words.
 * @param {Console} desk
 * @param {import("./types.js").Panel} panel
 */
function showBeside(desk, panel) {
  if (!desk.store.chosen.value) return;
  desk.show(panel);
  requestAnimationFrame(() => document.getElementById("panel")?.focus());
}

/**
 * @param {Console} desk
 * @param {Chime} chime
 */
function watchKeys(desk, chime) {
  const { store } = desk;
  window.addEventListener("keydown", (event) =>
    press(event, {
      choose: (number) => desk.choose(store.desk.value.order[number] ?? ""),
      waiting: () => desk.chooseWaiting(),
      take: () => desk.takeNext(),
      decline: () => desk.decline(),
      risk: () => showBeside(desk, "risk"),
      handover: () => showBeside(desk, "handover"),
      emergency: () => showBeside(desk, "emergency"),
      help: () => desk.callHelp(),
    }),
  );
  // A browser lets a page sound only after the person has touched it; on duty, any touch will do.
  const unlock = () => {
    const status = store.desk.value.me?.status;
    if (!chime.allowed.value && status && status !== "offline") chime.unlock();
  };
  window.addEventListener("pointerdown", unlock);
  window.addEventListener("keydown", unlock);
}

/**
 * Logged out with nothing left unsaid: straight to the login. Otherwise the words stay in sight.
 * @param {Console} desk
 * @param {Handovers} handovers
 * @param {string} loginUrl
 */
function goToLogin({ store }, handovers, loginUrl) {
  effect(() => {
    if (store.line.value.why !== "loggedOut") return;
    const begun = Object.keys(store.drafts.peek()).length + Object.keys(store.noteDrafts.peek()).length;
    const unsaved = handovers.folders.anythingUnsaved();
    if (!store.unsent.peek() && !begun && !unsaved) location.assign(loginUrl);
  });
}

const root = document.getElementById("konsol");
if (root) start(root);
