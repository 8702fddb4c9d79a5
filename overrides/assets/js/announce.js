/* Short news for everybody: shown for two seconds where the theme can do so, and spoken. */

let region;

export function announce(text) {
  if (!region) {
    region = document.createElement("div");
    region.className = "for-screen-readers";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = ""; // what says the same again is not read out again
  setTimeout(() => (region.textContent = text));
  window.alert$?.next(text); // Material's own, which shows text as text
}
