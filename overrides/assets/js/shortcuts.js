/* The keys that pages know, in a dialog of their own. Search and paging are Material's keys. */

const keys = [
  [["/", "s", "f"], "Search"],
  [["n", "."], "From a paper to the next older one in its topic"],
  [["p", ","], "From a paper to the next newer one in its topic"],
  [["Tab", "Enter"], "Go through links, and follow one"],
  [["Esc"], "Close a dialog or the search"],
  [["?"], "This list"],
];

/** Show the list, unless it is open. */
export function show() {
  if (document.querySelector("dialog.shortcuts")) return;
  const dialog = element("dialog", "shortcuts md-typeset");
  dialog.setAttribute("aria-labelledby", "shortcuts-title");
  const title = element("h2", "", "Keyboard shortcuts");
  title.id = "shortcuts-title";
  const list = element("dl");
  for (const [names, meaning] of keys) {
    const term = element("dt");
    for (const name of names) term.append(element("kbd", "", name), " ");
    list.append(term, element("dd", "", meaning));
  }
  const close = element("button", "md-button", "Close");
  close.autofocus = true;
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(title, list, close);
  document.body.append(dialog);
  dialog.showModal(); // keeps the focus inside, and gives it back
}

function element(name, classes = "", text = "") {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  made.textContent = text;
  return made;
}
