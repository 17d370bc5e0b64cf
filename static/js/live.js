// Keeps the parts marked data-seen fresh. The hidden element marked data-live looks every second or two and says what the page
// shows; the server answers with the parts that differ, or 204. A part in which one types, chooses or reads something that
// would close waits for the next look: nothing typed is ever lost.
const busy = (part) => {
  const focused = document.activeElement;
  if (part.contains(focused) && focused.matches("input, textarea, select, summary")) return true;
  for (const field of part.querySelectorAll("textarea, input:not([type=hidden])")) if (field.value !== field.defaultValue) return true;
  if (part.querySelector("details[id][open]")) return true;
  const picked = document.getSelection();
  return Boolean(picked && !picked.isCollapsed && part.contains(picked.anchorNode));
};

document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches?.("[data-live]")) return;
  if (document.hidden) return event.preventDefault();
  for (const part of document.querySelectorAll("[data-seen]")) event.detail.parameters[`live-${part.id}`] = part.dataset.seen;
});

// The pulse comes last. It stays as it was while a part waits, or the server would take that part for shown.
let waiting = false;
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const part = event.detail.target;
  if (part.id === "pulse") {
    event.detail.shouldSwap = !waiting;
    waiting = false;
  } else if (part.matches("[data-seen]") && busy(part)) {
    event.detail.shouldSwap = false;
    waiting = true;
  }
});

// A lead's phone: the field is empty again once the text has left.
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target.matches?.("form[data-clears]") && event.detail.successful && !event.detail.xhr.getResponseHeader("HX-Trigger")?.includes("toast"))
    event.target.reset();
});

// Ctrl or Cmd with Enter sends.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea[data-send]")) event.target.form.requestSubmit();
});

// The list of conversations by keyboard: j and k, unless one is writing.
document.addEventListener("keydown", (event) => {
  if (!["j", "k"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  const rows = [...document.querySelectorAll("#inbox-list a.list__item")];
  const at = rows.indexOf(document.activeElement);
  const from = at < 0 ? rows.findIndex((row) => row.hasAttribute("aria-current")) : at;
  rows[Math.min(rows.length - 1, Math.max(0, from + (event.key === "j" ? 1 : -1)))]?.focus();
});
