'use strict';
// Keeps a page up to date and follows logs. Without it every page still works; it then stands still.
(() => {
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
      const text = `${age((Date.now() - Date.parse(time.dateTime)) / 1000)} ago`;
      if (time.textContent !== text) time.textContent = text;
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

  let asking = false;
  let askAgain = false;

  const refresh = async () => {
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    do {
      askAgain = false;
      try {
        const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const fresh = page.getElementById('main');
        if (fresh) {
          morph(main, fresh);
          filter();
          startLogs();
        }
      } catch {
        tell('lost');
      }
      await new Promise(done => setTimeout(done, 400));
    } while (askAgain);
    asking = false;
  };

  const words = { on: 'live', lost: 'connection lost, trying again', off: '' };
  const tell = state => {
    live.dataset.state = state;
    if (live.textContent !== words[state]) live.textContent = words[state];
  };

  // A browser has six connections to a host: a page that nobody sees gives its own back.
  let source = null;
  let first = true;
  const connect = () => {
    if (source || document.hidden) return;
    source = new EventSource('/api/v1/stream');
    source.addEventListener('open', () => tell('on'));
    source.addEventListener('error', () => tell('lost'));
    source.addEventListener('change', () => {
      if (first) first = false;
      else refresh();
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
      if (Number(main.dataset.every) > 0 && !document.hidden) refresh();
    }, Math.max(1, Number(main.dataset.every) || 5) * 1000);
  }

  // ---- Logs: bounded, whatever comes. Lines that are not shown in time because there are too many are counted and left out.

  const kept = 5000;
  const perFrame = 2000;

  const waiting = new WeakSet();
  const startLogs = () => {
    for (const view of document.querySelectorAll('.log-view:not([data-started])')) {
      const box = view.closest('details');
      if (!box || box.open) {
        startLog(view);
      } else if (!waiting.has(box)) {
        waiting.add(box);
        box.addEventListener('toggle', startLogs);
      }
    }
  };

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const startLog = view => {
    view.dataset.started = 'yes';
    const pause = element('button', { type: 'button', class: 'button', 'aria-pressed': 'false' }, 'Pause');
    const search = element('input', { type: 'search', placeholder: 'words in the line', spellcheck: 'false' });
    const count = element('span', { class: 'muted count', role: 'status' });
    const lines = element('pre', { class: 'log', tabindex: '0', role: 'log', 'aria-live': 'off', 'aria-label': `Log of ${view.dataset.name}` });
    view.append(element('div', { class: 'log-bar' }, pause, element('label', { class: 'filter' }, 'Filter ', search), count), lines);

    const all = [];
    let fresh = [];
    let seen = 0;
    let dropped = 0;
    let paused = false;
    let ended = '';
    let drawn = false;

    const matches = text => {
      const wanted = search.value.toLowerCase();
      return wanted === '' || text.toLowerCase().includes(wanted);
    };
    const line = text => element('div', {}, text === '' ? ' ' : text);
    const atEnd = () => lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40;

    const draw = () => {
      drawn = false;
      if (paused) {
        say();
        return;
      }
      const stick = atEnd();
      const some = fresh.splice(0, fresh.length);
      all.push(...some);
      if (all.length > kept) all.splice(0, all.length - kept);
      lines.append(...some.filter(matches).map(line));
      while (lines.childElementCount > kept) lines.firstElementChild.remove();
      if (stick) lines.scrollTop = lines.scrollHeight;
      say();
    };
    const say = () => {
      const parts = [`${seen.toLocaleString('en')} lines`];
      if (dropped) parts.push(`${dropped.toLocaleString('en')} not shown`);
      if (paused) parts.push('paused');
      if (ended) parts.push(ended);
      count.textContent = parts.join(', ');
    };
    const soon = () => {
      if (drawn) return;
      drawn = true;
      setTimeout(draw, 100);
    };
    const take = some => {
      seen += some.length;
      fresh.push(...some);
      const most = paused ? kept : perFrame;
      if (fresh.length > most) dropped += fresh.splice(0, fresh.length - most).length;
      soon();
    };

    pause.addEventListener('click', () => {
      paused = !paused;
      pause.textContent = paused ? 'Go on' : 'Pause';
      pause.setAttribute('aria-pressed', `${paused}`);
      draw();
    });
    search.addEventListener('input', () => {
      lines.replaceChildren(...all.filter(matches).map(line));
      lines.scrollTop = lines.scrollHeight;
    });

    (async () => {
      try {
        const answer = await fetch(view.dataset.log);
        if (!answer.ok) throw new Error(`answer ${answer.status}`);
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        let rest = '';
        for (;;) {
          const { value, done } = await reader.read();
          if (done) break;
          const parts = (rest + value).split('\n');
          rest = parts.pop();
          if (parts.length) take(parts);
        }
        if (rest) take([rest]);
        ended = 'end of the log';
      } catch (error) {
        ended = `the log broke off: ${error.message}`;
      }
      soon();
    })();
    say();
  };

  startLogs();
  tellAges();
})();
