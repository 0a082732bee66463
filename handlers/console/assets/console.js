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
