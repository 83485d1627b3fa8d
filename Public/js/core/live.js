// One stream of events for the whole browser. Browsers allow six connections to one server, and a stream takes one for
// good: so one tab holds it, the one that has the lock, and tells the others. Where there are no locks, as on an address
// that is neither https nor loopback, each tab that somebody looks at has its own.

const lockName = "packferry.events";
const channel = new BroadcastChannel("packferry.events");
const hiddenPause = 120_000;
const pauses = [1000, 2000, 4000, 8000, 15_000];
const kinds = ["state", "progress", "changed"];

const listeners = new Set();
let state = "connecting";
let since = new Date();
let release = null;
let hiddenTimer = null;

/** How the stream is: `connecting`, `live`, `reconnecting` or `offline`; and the moment of which the page is, where it is not live. */
export function connection() {
  return { state, since };
}

/** Has `listener` called with each event: `{kind, data}`. Kinds are those of the service, `gap` where events may have been
 *  missed, and `connection` where that changed. Returns what ends it. */
export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Begins to follow. */
export function follow() {
  channel.onmessage = ({ data }) => (data.kind === "who" ? release && tell({ kind: "is", data: state }) : take(data));
  document.addEventListener("visibilitychange", () => (document.hidden ? leaveLater() : join()));
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", (event) => event.persisted && join());
  channel.postMessage({ kind: "who" });
  join();
}

function join() {
  clearTimeout(hiddenTimer);
  if (release) return;
  if (!navigator.locks) {
    release = stream();
    return;
  }
  const waiting = new AbortController();
  release = () => waiting.abort();
  const hold = () => new Promise((done) => {
    const close = stream();
    release = () => {
      close();
      done();
    };
  });
  navigator.locks.request(lockName, { signal: waiting.signal }, hold).catch(() => {});
}

function leaveLater() {
  clearTimeout(hiddenTimer);
  hiddenTimer = setTimeout(leave, hiddenPause);
}

function leave() {
  release?.();
  release = null;
}

/** Opens the stream and opens it again whenever it breaks; returns what closes it. */
function stream() {
  let source;
  let timer;
  let failures = 0;

  function open() {
    source = new EventSource("/events");
    source.onopen = () => {
      failures = 0;
      share({ kind: "is", data: "live" });
    };
    source.onerror = () => {
      failures += 1;
      share({ kind: "is", data: failures > 2 ? "offline" : "reconnecting" });
      // An answer that is no stream ends an EventSource for good.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, pauses[Math.min(failures, pauses.length) - 1]);
    };
    source.addEventListener("lagged", () => share({ kind: "gap" }));
    for (const kind of kinds) source.addEventListener(kind, (event) => share({ kind, data: JSON.parse(event.data) }));
  }

  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

function share(event) {
  tell(event);
  take(event);
}

function tell(event) {
  if (navigator.locks) channel.postMessage(event);
}

function take(event) {
  if (event.kind !== "is") return emit(event);
  if (state === event.data) return;
  const wasAway = state !== "live";
  if (state === "live") since = new Date();
  state = event.data;
  emit({ kind: "connection", data: state });
  if (wasAway && state === "live") emit({ kind: "gap" });
}

function emit(event) {
  for (const listener of [...listeners]) listener(event);
}
