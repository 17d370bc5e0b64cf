// A text area grows with its text, where CSS alone cannot do it yet.
if (!CSS.supports("field-sizing", "content")) {
  const fit = (area) => {
    area.rows = 1;
    const line = Number.parseFloat(getComputedStyle(area).lineHeight);
    area.rows = Math.max(2, Math.ceil((area.scrollHeight - area.clientHeight) / line) + 1);
  };
  document.addEventListener("input", (event) => event.target.matches("textarea[data-autoresize]") && fit(event.target));
}
