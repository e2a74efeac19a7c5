// Waits for news of the page it stands in, and brings them: the page again, another style sheet, a word on mistakes.
// Only `nashra serve` puts it into pages; no built page has it.
"use strict";
(() => {
  const HOME = "/_nashra/";
  const AGAIN_MS = 400;
  const script = document.currentScript;
  let key = script ? script.dataset.key : "";
  let shown = "";
  let stream = null;
  let waiting = 0;

  function listen() {
    clearTimeout(waiting);
    if (stream || document.hidden) return; // a browser has six connections for all tabs of a site
    const asked = new URLSearchParams({ path: location.pathname, key, notice: shown });
    stream = new EventSource(`${HOME}events?${asked}`);
    stream.addEventListener("reload", () => {
      rest();
      location.reload();
    });
    stream.addEventListener("look", (event) => change(JSON.parse(event.data)));
    stream.addEventListener("notice", (event) => tell(JSON.parse(event.data)));
    stream.onerror = () => {
      rest();
      waiting = setTimeout(listen, AGAIN_MS);
    };
  }

  function rest() {
    clearTimeout(waiting);
    if (stream) stream.close();
    stream = null;
  }

  // Style sheets are served under names that hold a digest: the name without it says which one is meant.
  const plain = (path) => path.replace(/\.[0-9a-f]{10}(?=\.css$)/, "");

  function change(news) {
    key = news.key;
    const fresh = new Map(news.sheets.map((path) => [plain(path), path]));
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const path = new URL(link.href, location.href).pathname;
      const next = fresh.get(plain(path));
      if (!next || next === path) continue;
      const other = link.cloneNode();
      other.href = next;
      other.onload = other.onerror = () => link.remove();
      link.after(other);
    }
  }

  let panel = null;

  function tell(notice) {
    shown = notice.name;
    if (!notice.name) {
      if (panel) panel.host.remove();
      panel = null;
      return;
    }
    panel = panel || makePanel();
    panel.text.innerHTML = notice.html; // escaped by the server, and no script of a text runs in any case
    open(closed() !== notice.name);
  }

  function makePanel() {
    const host = document.createElement("nashra-notice");
    const root = host.attachShadow({ mode: "open" });
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = `${HOME}overlay.css`;
    const box = document.createElement("div");
    box.className = "nashra-panel";
    box.lang = "en";
    box.dir = "ltr";
    box.setAttribute("role", "status");
    const close = button("nashra-close", "close", () => open(false));
    const badge = button("nashra-badge", "mistakes", () => open(true));
    const text = document.createElement("div");
    box.append(close, text);
    root.append(sheet, box, badge);
    document.documentElement.append(host);
    return { host, box, badge, text };
  }

  function button(name, words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = name;
    made.lang = "en";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  function open(wide) {
    panel.box.hidden = !wide;
    panel.badge.hidden = wide;
    try {
      sessionStorage.setItem("nashra-closed", wide ? "" : shown);
    } catch {
      // a browser without storage opens the panel on every page
    }
  }

  function closed() {
    try {
      return sessionStorage.getItem("nashra-closed");
    } catch {
      return "";
    }
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", listen);
  listen();
})();
