// Keeps a page up to date and follows logs. Without it every page still works; it then stands still.
import { followLogs, put } from './logs.js';

const main = document.getElementById('main');
const live = document.getElementById('live');

// ---- Ages

const age = seconds =>
  seconds < 60 ? `${Math.max(0, Math.floor(seconds))} s`
  : seconds < 3600 ? `${Math.floor(seconds / 60)} min`
  : seconds < 172800 ? `${Math.floor(seconds / 3600)} h`
  : `${Math.floor(seconds / 86400)} d`;

const tellAges = () => {
  for (const time of document.querySelectorAll('time[data-age]')) {
    put(time, `${age((Date.now() - Date.parse(time.dateTime)) / 1000)} ago`);
  }
};
setInterval(tellAges, 5000);

// ---- Filter

const filter = () => {
  for (const input of document.querySelectorAll('input[data-filter]')) {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of document.querySelectorAll(input.dataset.filter)) {
      const text = `${row.dataset.row} ${row.textContent}`.toLowerCase();
      row.hidden = !words.every(word => text.includes(word));
    }
  }
};
document.addEventListener('input', event => {
  if (event.target.matches('input[data-filter]')) filter();
});

// ---- Morph: makes an element equal to a newer one, but keeps what a person did: focus, open details, what is typed.

const same = (one, other) =>
  one.nodeType === other.nodeType && one.nodeName === other.nodeName && (one.id ?? '') === (other.id ?? '');

const morph = (old, fresh) => {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (old.hasAttribute('data-keep') || old.isEqualNode(fresh)) return;
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && name !== 'open' && name !== 'value') old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (name !== 'open' && name !== 'value' && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  const byId = new Map([...old.children].filter(child => child.id).map(child => [child.id, child]));
  let place = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const known = wanted.id && byId.get(wanted.id);
    if (known && known !== place) {
      old.insertBefore(known, place);
      place = known;
    }
    if (place && same(place, wanted)) {
      morph(place, wanted);
      place = place.nextSibling;
    } else {
      old.insertBefore(wanted, place);
    }
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
};

// ---- Live: an event says that something changed, then the page is asked for again. One request at a time, however many events come.

const wait = milliseconds => new Promise(done => setTimeout(done, milliseconds));
const patience = 3000;
let stream = 'off';
let answered = true;

const words = { on: 'live', lost: 'connection lost, trying again', off: '' };
const tell = () => {
  const state = answered ? stream : 'lost';
  live.dataset.state = state;
  put(live, words[state]);
};

const ask = async () => {
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.getElementById('main');
    if (!fresh || !answer.ok && answer.status !== 404) return false;
    document.title = page.title;
    morph(main, fresh);
    filter();
    followLogs();
    return true;
  } catch {
    return false;
  }
};

let asking = false;
let askAgain = false;
const refresh = async () => {
  askAgain = true;
  if (asking) return;
  asking = true;
  while (askAgain && !document.hidden) {
    askAgain = false;
    answered = await ask();
    tell();
    if (!answered) askAgain = true;
    await wait(answered ? 400 : patience);
  }
  asking = false;
};

// A page that nobody sees gives its connection back.
let source = null;
const connect = () => {
  if (source || document.hidden) return;
  source = new EventSource('/api/v1/stream');
  source.addEventListener('open', () => {
    if (stream === 'lost') refresh();
    stream = 'on';
    tell();
  });
  source.addEventListener('error', () => {
    stream = 'lost';
    tell();
    // It tries again by itself, but not after an answer that was no stream.
    if (source?.readyState === EventSource.CLOSED) {
      source = null;
      setTimeout(connect, patience);
    }
  });
  source.addEventListener('change', event => {
    if (event.data !== main.dataset.version) refresh();
  });
};
const disconnect = () => {
  source?.close();
  source = null;
};
if (main.dataset.live === 'yes') {
  connect();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      disconnect();
    } else {
      connect();
      refresh();
    }
  });
  addEventListener('pagehide', disconnect);
  setInterval(() => {
    if (Number(main.dataset.every) > 0) refresh();
  }, Math.max(1, Number(main.dataset.every) || 5) * 1000);
}

followLogs();
tellAges();
