// Opens the native dialog that a link or button names in data-dialog; without script the link leads to its own page.
// A click on the backdrop closes it, as Escape does by itself. The More sheet closes when one taps elsewhere.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
  } else if (event.target.matches("dialog.dialog")) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  } else if (event.target.closest("[data-dialog-close]")) {
    event.preventDefault();
    event.target.closest("dialog").close();
  }
  for (const sheet of document.querySelectorAll("details.more[open]")) {
    if (!sheet.contains(event.target)) sheet.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const sheet = event.key === "Escape" && document.querySelector("details.more[open]");
  if (sheet) {
    sheet.open = false;
    sheet.querySelector("summary").focus();
  }
});
