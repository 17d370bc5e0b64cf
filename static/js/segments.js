// Counts the segments of a text while one types: GSM 03.38 septets (160, then 153 each), else UTF-16 units (70, then 67).
// A guide only; the server counts again with the lines it adds.
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑܧ¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENDED = "^{}\\[~]|€\f";

// The usual typographic signs leave as their plain twins, as the server sends them (conversations/reading/segments.py).
const PLAIN = { "‘": "'", "’": "'", "‚": ",", "‛": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-",
  "…": "...", "\u00a0": " ", "\t": " ", "`": "'", "•": "-" };

function plain(text) {
  return [...text.normalize("NFC")].map((letter) => PLAIN[letter] ?? letter).join("");
}

function count(typed) {
  const text = plain(typed);
  const odd = [...text].find((letter) => !BASIC.includes(letter) && !EXTENDED.includes(letter));
  if (odd) return { odd, segments: text.length <= 70 ? 1 : pack([...text].map((letter) => letter.length), 67) };
  const sizes = [...text].map((letter) => (EXTENDED.includes(letter) ? 2 : 1));
  const septets = sizes.reduce((sum, size) => sum + size, 0);
  return { odd, segments: septets <= 160 ? 1 : pack(sizes, 153) };
}

// A character of two units never straddles two segments.
function pack(sizes, room) {
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > room) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return segments;
}

function show(area) {
  const output = document.getElementById(area.dataset.segments);
  if (!output) return;
  const { odd, segments } = count(area.value);
  const length = [...area.value].length;
  const characters = `${length} character${length === 1 ? "" : "s"}`;
  const parts = `${segments} segment${segments === 1 ? "" : "s"}`;
  const why = odd ? ` (“${odd}” makes segments shorter)` : "";
  output.textContent = area.value ? `${characters} · ${parts}${why}` : "0 characters";
  output.classList.toggle("field__count--long", segments > 2);
}

document.addEventListener("input", (event) => event.target.dataset?.segments && show(event.target));
document.addEventListener("htmx:load", () => document.querySelectorAll("[data-segments]").forEach(show));
document.querySelectorAll("[data-segments]").forEach(show);
