/* A short message for all readers: shown for two seconds if the theme supports it, and read out by screen readers. */

let region;

/** Announce a text; screen readers read it out even if it is the same as before. */
export function announce(text) {
  if (!region) {
    region = document.createElement("div");
    region.className = "for-screen-readers";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = ""; // the same text twice would not be read out
  setTimeout(() => (region.textContent = text));
  window.alert$?.next(text); // Material's message, which shows text as text
}
