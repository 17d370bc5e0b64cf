// Figures stand still while somebody reads one of their tables: a swap would close it.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id === "figures" && event.target.querySelector("details[open]")) event.preventDefault();
});
