// Keeps the newest message of a thread in view, unless one has scrolled up to read. Mark the scrolling element data-thread.
const NEAR_PX = 120;
const atEnd = new WeakMap();

const toEnd = (thread) => (thread.scrollTop = thread.scrollHeight);
const threads = () => document.querySelectorAll("[data-thread]");

threads().forEach(toEnd);
document.addEventListener("htmx:beforeSwap", () => {
  for (const thread of threads()) atEnd.set(thread, thread.scrollHeight - thread.scrollTop - thread.clientHeight < NEAR_PX);
});
document.addEventListener("htmx:afterSettle", () => {
  for (const thread of threads()) if (atEnd.get(thread) !== false) toEnd(thread);
});
