// Sends without leaving the page, follows the server's events, and shows times in the reader's zone.
// Everything is rendered by the server: a change makes the page fetch itself and take over what differs.
"use strict";

const notice = document.getElementById("notice");
const times = {
  time: new Intl.DateTimeFormat(undefined, {hour: "numeric", minute: "2-digit"}),
  moment: new Intl.DateTimeFormat(undefined, {month: "short", day: "numeric", hour: "numeric", minute: "2-digit"}),
  full: new Intl.DateTimeFormat(undefined, {dateStyle: "full", timeStyle: "long"}),
  day: new Intl.DateTimeFormat(undefined, {weekday: "short", month: "short", day: "numeric"}),
};

function localise(root) {
  for (const t of root.querySelectorAll("time[datetime]")) {
    const at = new Date(t.dateTime);
    t.textContent = times[t.dataset.as || "moment"].format(at);
    t.title = times.full.format(at);
  }
  for (const list of root.querySelectorAll("[data-list]")) {
    let last = "";
    for (const li of list.querySelectorAll(".bubble")) {
      const day = times.day.format(new Date(li.querySelector("time").dateTime));
      if (day === last) delete li.dataset.day;
      else li.dataset.day = last = day;
    }
  }
}

// tick lets the clocks go on between two changes. The machine's own clock may be set otherwise.
let began = Date.now();
function tick() {
  for (const t of document.querySelectorAll("time[data-tick]")) {
    t.textContent = times[t.dataset.as || "moment"].format(new Date(t.dateTime).getTime() + Date.now() - began);
  }
}

// patchList takes over a thread's texts by their keys, so that only new ones are announced.
function patchList(now, next) {
  const known = new Map([...now.children].map((li) => [li.dataset.key, li]));
  let last = null;
  for (const li of [...next.children]) {
    const old = known.get(li.dataset.key);
    known.delete(li.dataset.key);
    if (!old) li.classList.add("new");
    const here = old || li;
    if (old) take(old, li);
    if (here.previousElementSibling !== last || here.parentNode !== now) {
      last ? last.after(here) : now.prepend(here);
    }
    last = here;
  }
  for (const gone of known.values()) gone.remove();
}

// take makes one text of the page the same as its next state.
function take(old, li) {
  old.className = li.className;
  if (li.dataset.day) old.dataset.day = li.dataset.day;
  else delete old.dataset.day;
  if (old.innerHTML !== li.innerHTML) old.innerHTML = li.innerHTML;
}

function patch(doc) {
  localise(doc);
  began = Date.now();
  for (const now of document.querySelectorAll("[data-list]")) {
    const next = doc.getElementById(now.id);
    if (next) patchList(now, next);
  }
  for (const now of document.querySelectorAll("[data-live]")) {
    const next = doc.getElementById(now.id);
    if (next && next.innerHTML !== now.innerHTML) replace(now, next);
  }
}

// replace keeps the focus, and how far lists were scrolled.
function replace(now, next) {
  const held = now.contains(document.activeElement);
  const scroll = now.querySelector(".scroll")?.scrollTop || 0;
  now.innerHTML = next.innerHTML;
  const list = now.querySelector(".scroll");
  if (list) list.scrollTop = scroll;
  if (held) (now.querySelector("a, button, [tabindex]") || document.getElementById("body-handset-1"))?.focus();
}

let fetching = false, again = false;
async function refresh() {
  if (fetching) {
    again = true;
    return;
  }
  fetching = true;
  try {
    const answer = await fetch(location.href, {headers: {Accept: "text/html"}});
    patch(new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (answer.ok) say("", "connection");
  } catch {
    say("The server cannot be reached. The page goes on as soon as it is back.", "connection");
  } finally {
    fetching = false;
    if (again) {
      again = false;
      refresh();
    }
  }
}

// say shows what went wrong; an empty text takes away what the same source said.
function say(text, source) {
  if (!text && notice.dataset.source && notice.dataset.source !== source) return;
  notice.dataset.source = text ? source : "";
  if (notice.textContent !== text) notice.textContent = text;
}

async function send(form, button) {
  const data = new URLSearchParams(new FormData(form));
  if (button && button.name) data.set(button.name, button.value);
  const field = form.elements.body;
  const way = document.querySelector("input[name=deliver]:checked");
  if (field) data.set("deliver", way.value); // of every handset, not of the first alone
  const buttons = [...form.querySelectorAll("button")];
  const typed = !data.has("quick") && field;
  if (typed && !field.value) return field.focus();
  const focused = document.activeElement;
  buttons.forEach((b) => { b.disabled = true; });
  try {
    const answer = await fetch(form.action, {method: "POST", body: data, headers: {Accept: "application/json"}});
    const told = await answer.json();
    say(answer.ok ? "" : told.detail, answer.ok ? notice.dataset.source : "send");
    if (answer.ok && typed) field.value = "";
    if (answer.ok && field) sent(form);
  } catch {
    say("The server cannot be reached, so this was not done. Try again.", "send");
  } finally {
    buttons.forEach((b) => { b.disabled = false; });
    if (document.activeElement === document.body && focused.isConnected) focused.focus();
    refresh();
  }
}

// sent shows the end of the thread, and lets the next text arrive as it should.
function sent(form) {
  form.closest(".handset").querySelector(".thread").scrollTop = 0;
  document.querySelector("input[name=deliver]").checked = true;
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-send]");
  if (!form) return;
  event.preventDefault();
  send(form, event.submitter);
});

localise(document);
setInterval(tick, 5000);

const events = new EventSource(document.body.dataset.events);
events.addEventListener("change", refresh);
events.addEventListener("error", () => say("The connection to the server is interrupted. It is tried again.", "connection"));
addEventListener("pagehide", () => events.close());
