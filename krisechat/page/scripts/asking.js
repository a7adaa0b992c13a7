/** Asks the server about this device's conversation over HTTP; `heard` is told the status of every answer.
 * Gives {status, data}; throws where no answer came within `timeout` ms or `aborter` was used.
 */
export const openAsking = (formToken, heard) => async (method, path, data, timeout, aborter = new AbortController()) => {
  const clock = setTimeout(() => aborter.abort(), timeout);
  const headers = { 'X-Form-Token': formToken };
  if (data) headers['Content-Type'] = 'application/json';
  try {
    const body = data && JSON.stringify(data);
    const answer = await fetch('/api/v1/conversation/' + path, { method, headers, body, signal: aborter.signal, cache: 'no-store' });
    heard(answer.status);
    const json = (answer.headers.get('Content-Type') || '').includes('json');
    return { status: answer.status, data: json ? await answer.json() : {} };
  } finally {
    clearTimeout(clock);
  }
};
