/* Whether lists show what their papers contribute, as the reader chose last. Without scripts the box works by styles. */

const KEY = "summaries"; // early.js reads it before anything is painted

export function start(box) {
  box.checked = __md_get(KEY) ?? true;
  box.addEventListener("change", () => {
    __md_set(KEY, box.checked);
    document.documentElement.classList.toggle("no-summaries", !box.checked);
  });
}
