/**
 * The handover calls of the server, one function each way. No answer and no network are answers too:
 * nothing here throws.
 */

/** Milliseconds. */
const PATIENCE = 15_000;

/**
 * @typedef {{ ok: true, body: any } | { ok: false, code: string, field: string, body: any }} Answer
 * @typedef {{ get: (path: string, query: Record<string, string>) => Promise<Answer>,
 *   post: (path: string, body: object) => Promise<Answer> }} Api
 */

/** @param {string} code @returns {Answer} */
const failed = (code) => ({ ok: false, code, field: "", body: null });

/**
 * @param {string} url
 * @param {RequestInit} request
 * @returns {Promise<Answer>}
 */
async function call(url, request) {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(url, { ...request, credentials: "same-origin", signal });
    const body = await response.json().catch(() => null);
    if (response.ok) return { ok: true, body };
    return { ok: false, code: body?.code ?? "unavailable", field: body?.field ?? "", body };
  } catch {
    return failed("no_answer");
  }
}

/**
 * @param {string} token against forged requests, from the page itself
 * @returns {Api} the server
 */
export function server(token) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return {
    get: (path, query) => call(`/vagt/overdragelse${path}?${new URLSearchParams(query)}`, {}),
    post: (path, body) =>
      call(`/vagt/overdragelse${path}`, { method: "POST", headers, body: JSON.stringify(body) }),
  };
}
