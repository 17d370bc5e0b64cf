// Lets the response clock tick. The server has already written the same words, so nothing is lost without script.
function say(milliseconds) {
  const minutes = Math.floor(Math.abs(milliseconds) / 60000);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) {
    const hours = Math.floor(minutes / 60);
    return minutes >= 180 || minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  }
  const days = Math.floor(minutes / (24 * 60));
  return days === 1 ? "1 day" : `${days} days`;
}

function tick() {
  for (const clock of document.querySelectorAll("[data-countdown]")) {
    const left = new Date(clock.dateTime) - Date.now();
    const words = `${say(left)} ${left < 0 ? "late" : "left"}`;
    if (clock.textContent !== words) clock.textContent = words;
    clock.classList.toggle("countdown--late", left < 0);
    clock.classList.toggle("countdown--soon", left >= 0 && left < 15 * 60000);
    clock.classList.toggle("countdown--running", left >= 15 * 60000);
  }
}

tick();
setInterval(tick, 5000);
document.addEventListener("htmx:load", tick);
