// A toast can be closed; good news goes away by itself, unless one is reading it. htmx adds one by the response header
// HX-Trigger: {"toast": {"text": "…", "tone": "success"}}.
const STAYS_MS = 8000;

function equip(toast) {
  if (toast.querySelector(".toast__close")) return;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "toast__close";
  close.setAttribute("aria-label", "Close this message");
  close.textContent = "×";
  close.addEventListener("click", () => toast.remove());
  toast.append(close);
  if (!toast.matches(".toast--success, .toast--info")) return;
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, STAYS_MS) : toast.remove());
  setTimeout(leave, STAYS_MS);
}

function announce({ text, tone = "info" }) {
  const toast = document.createElement("div");
  toast.className = `toast toast--${tone}`;
  toast.dataset.toast = "";
  const words = document.createElement("p");
  words.className = "toast__text";
  words.textContent = text;
  toast.append(words);
  document.getElementById("toasts")?.append(toast);
  equip(toast);
}

document.querySelectorAll("[data-toast]").forEach(equip);
document.addEventListener("toast", (event) => announce(event.detail));
document.addEventListener("htmx:load", (event) => event.target.querySelectorAll?.("[data-toast]").forEach(equip));
