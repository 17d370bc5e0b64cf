// A button with data-copy="<id>" copies that field. It stays hidden where the browser gives no clipboard to the page.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  field?.addEventListener("focus", () => field.select());
  if (!field || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.querySelector("[data-copy-words]").textContent = "Copied";
  });
}
