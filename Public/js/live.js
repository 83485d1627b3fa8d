// One stream for the whole page. While nobody looks, it is closed: browsers allow few connections to one server.

/** Follows all jobs: `onJob` is given each as it is, `onGap` is called when events may have been missed. */
export function follow(onJob, onGap) {
  const line = document.getElementById("connection");
  let source = null;

  function say(text) {
    if (line.textContent !== text) line.textContent = text;
  }

  function open() {
    if (source) return;
    source = new EventSource("/events");
    source.onopen = () => {
      say("● live");
      onGap();
    };
    source.onerror = () => say(source?.readyState === EventSource.CLOSED ? "○ offline" : "◌ reconnecting");
    source.addEventListener("lagged", onGap);
    for (const kind of ["state", "progress"]) {
      source.addEventListener(kind, (event) => {
        const { job } = JSON.parse(event.data);
        if (job) onJob(job);
      });
    }
  }

  function close() {
    source?.close();
    source = null;
    say("◌ paused");
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  window.addEventListener("pagehide", close);
  open();
}
