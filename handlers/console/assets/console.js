// Shows times by the reader's clock. Pages are whole without it.
(() => {
  const short = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
  const local = (root) => root.querySelectorAll("time[datetime]:not([data-local])").forEach((t) => {
    const at = new Date(t.dateTime);
    if (isNaN(at)) return;
    t.title = t.textContent.trim();
    t.textContent = short.format(at);
    t.dataset.local = "";
  });
  local(document);
  document.addEventListener("htmx:load", (e) => local(e.detail.elt));
})();

// Follows what happens: parts with data-live are read anew when the server says that something changed. What one is writing, and where
// one reads, stays. Keys move about as the help says.
(() => {
  const source = document.querySelector("[data-events]");
  let busy = false, again = false;
  const refresh = async () => {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const answer = await fetch(location.href, { headers: { "HX-Request": "true" } });
      if (answer.status === 401) { location.reload(); return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.querySelectorAll("[data-live]").forEach((part) => {
        const fresh = page.getElementById(part.id);
        if (!fresh || fresh.innerHTML === part.dataset.was || part.contains(document.activeElement) && part.matches(":has(input:focus, select:focus)")) return;
        const top = part.scrollTop, focus = document.activeElement?.getAttribute("href");
        part.dataset.was = fresh.innerHTML;
        part.innerHTML = fresh.innerHTML;
        part.scrollTop = top;
        if (focus) part.querySelector(`a[href="${CSS.escape(focus)}"]`)?.focus();
        document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: part } }));
      });
      turnReply(page.getElementById("reply"));
    } finally {
      busy = false;
      if (again) { again = false; refresh(); }
    }
  };
  // The place of the answer changes only when the person stops texts or lets them come again. What was typed stays.
  const turnReply = (fresh) => {
    const reply = document.getElementById("reply");
    if (!reply || !fresh || !reply.querySelector("form") === !fresh.querySelector("form")) return;
    const draft = reply.querySelector("textarea")?.value || reply.querySelector("q")?.textContent;
    reply.innerHTML = fresh.innerHTML;
    htmx.process(reply);
    if (!draft) return;
    const field = reply.querySelector("textarea");
    if (field) { field.value = draft; return; }
    const kept = document.createElement("p"), words = document.createElement("q");
    kept.className = "soft";
    words.textContent = draft;
    kept.append("Not sent: ", words);
    reply.append(kept);
  };
  if (source) {
    const told = new EventSource(source.dataset.events);
    told.addEventListener("change", refresh);
    told.addEventListener("presence", (e) => { const there = document.getElementById("presence"); if (there) there.textContent = e.data; });
  }

  document.querySelectorAll("[data-plain]").forEach((part) => { part.hidden = true; }); // for those without scripts

  const typing = (t) => t.matches("input, textarea, select");
  const links = () => [...document.querySelectorAll("[data-list] a")];
  const step = (by) => {
    const list = links(), at = list.indexOf(document.activeElement);
    list[Math.max(0, Math.min(list.length - 1, at < 0 ? 0 : at + by))]?.focus();
  };
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (typing(e.target)) {
      if (e.key === "Escape") e.target.blur();
      return;
    }
    const does = { j: () => step(1), k: () => step(-1), r: () => document.getElementById("body")?.focus(), i: () => document.getElementById("reply")?.focus(), e: () => document.querySelector('form[action$="/handback"] button')?.focus(),
      z: () => document.querySelector('form[action$="/snooze"] button')?.focus(), n: () => document.getElementById("note")?.focus(), u: () => { location.href = "/inbox"; },
      "/": () => { const box = document.querySelector('form[role="search"] input'); if (box) { box.focus(); box.select(); } else location.href = "/search"; },
      "?": () => { const help = document.getElementById("keys"); if (help) help.open = !help.open; } }[e.key];
    if (does) { e.preventDefault(); does(); }
  });
})();

// Leads to the line of a finding in the text that is being written.
(() => {
  const text = document.getElementById("text");
  if (!text) return;
  const go = (line) => {
    const lines = text.value.split("\n"), at = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    text.focus();
    text.setSelectionRange(at, at + (lines[line - 1] || "").length);
    text.scrollTop = (line - 4) * parseFloat(getComputedStyle(text).lineHeight);
  };
  document.addEventListener("click", (e) => {
    const link = e.target.closest("a[data-line]");
    if (!link || link.dataset.line === "0") return;
    e.preventDefault();
    go(Number(link.dataset.line));
  });
  const line = Number(new URLSearchParams(location.search).get("line"));
  if (line > 0) go(line);
})();
