/** The citizen's line to the server: a web socket, and long polling where sockets do not get through.
 *
 * Messages are handed on in the order of seq, each once; a gap is asked for, never skipped. A line that has gone
 * quiet is dead, whatever its state says. The token is kept in memory only.
 */
import { openAsking } from './asking.js';
import { openOrder } from './order.js';
import { openOutbox } from './outbox.js';

const PING_AFTER = 6000;   // ms of silence before we ask
const DEAD_AFTER = 12000;  // ms of silence that means a socket is dead
const MUTE_AFTER = 8000;   // ms a new socket may take to say welcome
const POLL_WAIT = 8;       // s; more, and 13 s of silence would not mean a lost connection
const SOCKET_TRIES = 3;    // failed in a row before polling takes over

/** Full jitter between 0.5 s and a ceiling that doubles up to 30 s, in ms. */
const jitter = (tries) => 500 + Math.random() * (Math.min(30000, 1000 * 2 ** tries) - 500);

/** `page` is told message(message, live), sent, late, refused (see outbox), state({state, volunteer, queue}) (an end
 * only when all that was said before it is here, and all of ours is stored or refused), receipt(frame),
 * typing(on), catching() and caughtUp() around a resume, quiet(ms of silence, connected) every second, elsewhere() when
 * a newer page took over, shut() when this device holds no conversation any more. It is asked active(): whether
 * the person did something since it was asked last.
 */
export function openLine(formToken, lastSeq, page) {
  const outbox = openOutbox(page);
  const order = openOrder(lastSeq, (next) => {
    if (next.body !== undefined && !outbox.settle(next)) page.message(next, live);
  });
  let token = '';
  let socket = null;
  let born = 0;            // when the present socket was made
  let opening = false;
  let ready = false;       // the socket has said welcome
  let live = false;        // and we have caught up
  let stopped = false;
  let tries = 0;
  let timer = 0;
  let poll = null;         // the AbortController of the running poll
  let polled = false;      // the last poll got through
  let posting = false;
  let over = null;         // the end, not told yet
  let hurry = () => {};    // ends the pause between two polls
  let heardAt = Date.now();
  let tickedAt = heardAt;

  function stop() {
    stopped = true;
    ready = live = polled = false;
    clearTimeout(timer);
    if (poll) poll.abort();
    hangUp();
  }

  function hangUp() {
    if (socket) {
      socket.onclose = socket.onmessage = null;
      socket.close();
    }
    socket = null;
  }

  function shut() {
    if (stopped) return;
    stop();
    page.shut();
  }

  const request = openAsking(formToken, (status) => {
    if (status < 500) heardAt = Date.now();
    if (status === 401) shut();
  });

  /* What comes in, in order */

  function take(message) {
    if (order.take(message) && live) sync();
  }

  function stand(now) {
    if (now.state === 'ended') over = now;
    else page.state(now);
  }

  function acknowledged(ack) {
    outbox.settle(ack);
    take({ seq: ack.seq });
    flush();
  }

  function caughtUp() {
    live = true;
    page.caughtUp();
    if (order.gap()) sync();
    flush();
  }

  const frames = Object.assign(Object.create(null), {
    welcome(frame) {
      ready = true;
      live = false;
      tries = 0;
      if (poll) poll.abort();
      page.catching();
      stand(frame.conversation);
    },
    synced: caughtUp,
    message: take,
    'message.ack': acknowledged,
    beat(frame) {
      say({ type: 'ping', n: frame.n, active: page.active() || undefined });
      if (!live || order.has(frame.seq)) return;
      if (frame.seq > order.last() + 3) {  // many at once are told as one, like those of a resume
        live = false;
        page.catching();
      }
      sync();
    },
    state: (frame) => { stand(frame); flush(); },
    receipt: page.receipt,
    typing: (frame) => page.typing(frame.on),
    error: (frame) => { outbox.refuse(frame); flush(); },
  });

  /* The socket */

  function say(frame) {
    if (!ready || socket.readyState !== 1) return false;
    socket.send(JSON.stringify(frame));
    return true;
  }

  function sync() {
    say({ type: 'sync', last_seq: order.last() });
  }

  async function open() {
    clearTimeout(timer);
    if (stopped || socket || opening) return;
    opening = true;
    try {
      if (!token) {
        const answer = await request('POST', 'token', null, 10000);
        if (answer.status === 403 || answer.status === 404) shut();
        token = answer.data.token || '';
      }
      if (!stopped && token) dial();
      else lost(0);
    } catch (error) {
      lost(0);
    } finally {
      opening = false;
    }
  }

  function dial() {
    const made = new WebSocket(location.origin.replace(/^http/, 'ws') + '/ws/citizen', 'krisechat.v1');
    socket = made;
    born = Date.now();
    made.onopen = () => made.send(JSON.stringify({ type: 'hello', token, last_seq: order.last() }));
    made.onclose = (event) => lost(event.code);
    made.onmessage = (event) => {
      heardAt = Date.now();
      const frame = JSON.parse(event.data);
      if (frames[frame.type]) frames[frame.type](frame);
    };
  }

  /** The socket is gone: why decides how soon we come back. */
  function lost(code) {
    hangUp();
    if (!ready) tries += 1;
    ready = false;
    live = polled;
    outbox.again();
    if (stopped) return;
    if (code === 4409) {
      stop();
      page.elsewhere();
      return;
    }
    if (code === 4401 || code === 4403) token = '';
    let delay = jitter(tries);
    if (code === 1012) delay = 500 + Math.random() * 2500;
    if (code === 4429) delay = 30000 + Math.random() * 10000;
    if (tries >= SOCKET_TRIES) {
      delay = 30000 + Math.random() * 30000;
      pollOn();
    }
    timer = setTimeout(open, delay);
  }

  /* Long polling, while sockets fail */

  async function pollOn() {
    if (poll) return;
    let misses = 0;
    let wait = 0;
    page.catching();
    do {
      poll = new AbortController();
      try {
        const answer = await request('GET', 'messages?after=' + order.last() + '&wait=' + wait + (page.active() ? '&active=1' : ''), null, 14000, poll);
        if (answer.status !== 200) throw new Error('no answer');
        if (misses) timer = setTimeout(open, jitter(0));
        misses = 0;
        polled = true;
        answer.data.messages.forEach(take);
        if (!answer.data.more) stand(answer.data);
        wait = answer.data.more ? 0 : POLL_WAIT;
        if (wait && !live) caughtUp();
        else flush();
      } catch (error) {
        polled = false;
        misses += 1;
        if (ready || stopped) break;
        live = false;
        page.catching();
        await new Promise((go) => { hurry = go; setTimeout(go, jitter(misses)); });
      }
    } while (!ready && !stopped);
    poll = null;
    polled = false;
  }

  /** One at a time: of two posts at once the second could be stored first. */
  async function post(message) {
    posting = true;
    const answer = await request('POST', 'messages', message, 10000).catch(() => ({}));
    posting = false;
    if (answer.status < 300) acknowledged(answer.data);
    else outbox.refuse(Object.assign({ code: 'unavailable' }, answer.data, { client_id: message.client_id }));
    flush();
  }

  function flush() {
    outbox.flush((message) => {
      if (live && say(Object.assign({ type: 'message.send' }, message))) return true;
      if (!polled || posting) return false;
      post(message);
      return true;
    });
    if (!over || !live || order.gap() || outbox.texts().length) return;
    page.state(over);
    over = null;
  }

  /* The clock: once a second; nothing else watches the time */

  function tick() {
    const now = Date.now();
    if (now - tickedAt > 5000) heardAt = Math.max(heardAt, now - 8000);  // we were asleep
    tickedAt = now;
    if (stopped) return;
    const silence = now - heardAt;
    if (socket && (ready ? silence > DEAD_AFTER : now - born > MUTE_AFTER)) lost(0);
    else if (ready && silence > PING_AFTER) say({ type: 'ping' });
    outbox.notice();
    flush();
    page.quiet(silence, ready || polled);
  }

  function wake() {
    if (document.visibilityState === 'hidden') return;
    tick();
    open();
    hurry();
  }

  setInterval(tick, 1000);
  addEventListener('online', wake);
  document.addEventListener('visibilitychange', wake);
  open();

  return {
    send(body) {
      const id = outbox.add(body);
      flush();
      return id;
    },
    read: (seq) => say({ type: 'message.read', seq }),
    typing: (on) => say({ type: 'typing', on }),
    unsent: () => outbox.texts(),
    /** The citizen has ended it. */
    ended() {
      stand({ state: 'ended' });
      flush();
    },
    reopen() {
      stopped = false;
      tries = 0;
      heardAt = Date.now();
      open();
    },
    stop,
  };
}
