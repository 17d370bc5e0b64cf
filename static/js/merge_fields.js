// Puts a field into the text where the caret stands and selects the word after its bar, so that one types over it.
// Without script the same fields stand below as text to copy.
for (const row of document.querySelectorAll(".merge-fields")) row.hidden = false;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button) return;
  const area = document.getElementById(button.closest(".merge-fields").dataset.for);
  const words = button.dataset.insert;
  const [from, until] = [area.selectionStart, area.selectionEnd];
  area.setRangeText(words, from, until, "end");
  const fallback = button.dataset.fallback;
  if (fallback) {
    const at = from + words.lastIndexOf(fallback);
    area.setSelectionRange(at, at + fallback.length);
  }
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
});
