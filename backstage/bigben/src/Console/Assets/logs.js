// Follows logs: bounded, whatever comes. Lines that are not shown in time because there are too many are counted and left out.

// Writes a text only where it differs, for a screen reader announces what is written.
export const put = (place, text) => {
  if (place.textContent !== text) place.textContent = text;
};

const kept = 5000;
const perFrame = 2000;
// So many are read at once, and only while somebody sees them: a browser has six connections to a host.
const most = 3;
const reads = new Set();
const logs = new WeakMap();
const touched = new WeakSet();

// Reads the logs that can be seen and stops the others. A log that is read again begins again.
export const followLogs = () => {
  // A box that the page opened by itself closes when the next one opens.
  for (const box of [...document.querySelectorAll('.log-box[open]')].slice(0, -1)) {
    if (!touched.has(box)) box.open = false;
  }
  for (const view of document.querySelectorAll('.log-view')) {
    const box = view.closest('details');
    if (document.hidden || box && !box.open) {
      logs.get(view)?.stop();
    } else {
      if (!logs.has(view)) logs.set(view, newLog(view));
      logs.get(view).read();
    }
  }
};
document.addEventListener('toggle', followLogs, true);
document.addEventListener('visibilitychange', followLogs);
for (const name of ['click', 'focusin', 'wheel']) {
  document.addEventListener(name, ({ target }) => {
    const box = target.closest('.log-box');
    if (box) touched.add(box);
  }, { passive: true });
}

const element = (name, attributes, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

const newLog = view => {
  const button = element('button', { type: 'button', class: 'button' });
  const search = element('input', { type: 'search', placeholder: 'words in the line', spellcheck: 'false' });
  const count = element('span', { class: 'muted count' });
  const status = element('span', { class: 'muted', role: 'status' });
  const lines = element('pre', { class: 'log', tabindex: '0', role: 'log', 'aria-live': 'off', 'aria-label': `Log of ${view.dataset.name}` });
  const bar = element('div', { class: 'log-bar' }, button, element('label', { class: 'filter' }, 'Filter ', search), count, status);
  view.replaceChildren(bar, lines);

  const all = [];
  const fresh = [];
  let seen = 0;
  let dropped = 0;
  let paused = false;
  let note = '';
  let ended = false;
  let drawn = false;
  let reading = null;

  const matches = text => {
    const wanted = search.value.toLowerCase();
    return wanted === '' || text.toLowerCase().includes(wanted);
  };
  const line = text => element('div', {}, text === '' ? ' ' : text);
  const atEnd = () => lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40;

  const draw = () => {
    drawn = false;
    if (!paused) {
      const stick = atEnd();
      const some = fresh.splice(0, fresh.length);
      all.push(...some);
      if (all.length > kept) all.splice(0, all.length - kept);
      lines.append(...some.filter(matches).map(line));
      while (lines.childElementCount > kept) lines.firstElementChild.remove();
      if (stick) lines.scrollTop = lines.scrollHeight;
    }
    put(count, `${seen.toLocaleString('en')} ${seen === 1 ? 'line' : 'lines'}${dropped ? `, ${dropped.toLocaleString('en')} not shown` : ''}`);
    put(status, [paused && 'paused', note].filter(Boolean).join(', '));
    put(button, paused ? 'Go on' : 'Pause');
    button.setAttribute('aria-pressed', `${paused}`);
  };
  const soon = () => {
    if (drawn) return;
    drawn = true;
    setTimeout(draw, 100);
  };
  const take = some => {
    seen += some.length;
    fresh.push(...some);
    const room = paused ? kept : perFrame;
    if (fresh.length > room) dropped += fresh.splice(0, fresh.length - room).length;
    soon();
  };
  const clear = () => {
    all.length = fresh.length = seen = dropped = 0;
    lines.replaceChildren();
  };

  const stop = () => {
    reading?.abort();
    reading = null;
    reads.delete(hold);
  };
  const hold = () => {
    stop();
    paused = true;
    note = `at most ${most} logs are followed at once`;
    draw();
  };
  const read = async () => {
    if (reading || paused || ended) return;
    const { signal } = reading = new AbortController();
    note = '';
    reads.add(hold);
    if (reads.size > most) [...reads][0]();
    try {
      const answer = await fetch(view.dataset.log, { signal });
      if (!answer.ok) throw new Error(`answer ${answer.status}`);
      clear();
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (;;) {
        const { value, done } = await reader.read();
        if (signal.aborted) return;
        if (done) break;
        const parts = (rest + value).split('\n');
        rest = parts.pop();
        if (parts.length) take(parts);
      }
      if (rest) take([rest]);
      ended = true;
      note = 'end of the log';
    } catch (error) {
      if (signal.aborted) return;
      note = `the log broke off: ${error.message}`;
    }
    stop();
    soon();
  };

  button.addEventListener('click', () => {
    paused = !paused;
    draw();
    read();
  });
  search.addEventListener('input', () => {
    lines.replaceChildren(...all.filter(matches).map(line));
    lines.scrollTop = lines.scrollHeight;
  });
  draw();
  return { read, stop };
};
