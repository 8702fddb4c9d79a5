/* The box of citations on a paper's page: four formats, copied or downloaded. Without scripts it shows BibTeX. */

import { cite, formats } from "./citations.js";

/** The record of the paper whose page this document is; generator/publish/citations/citation_record.py packed it. */
export function recordOf(page) {
  const record = JSON.parse(page.getElementById("record").textContent);
  if (record.title === "") record.title = record.custom.texTitle.replace(/[{}]/g, "");
  if (record.author) record.author = record.author.map((name) => (typeof name === "string" ? person(name) : name));
  return record;
}

function person(name) {
  const [family, given, suffix] = name.split(", ");
  return suffix ? { family, given, suffix } : { family, given };
}

export function start(box) {
  if (box.querySelector(".cite-bar")) return;
  keepTagsInOrder();
  const record = recordOf(document);
  const code = box.querySelector("code");
  const status = element("span", "cite-status");
  status.setAttribute("role", "status");
  let chosen = "bibtex";

  const choices = element("div", "cite-formats");
  choices.setAttribute("role", "group");
  choices.setAttribute("aria-label", "Format of the citation");
  const buttons = Object.keys(formats).map((format) => {
    const pick = button(formats[format].label, () => choose(format));
    choices.append(pick);
    return [format, pick];
  });

  function choose(format) {
    chosen = format;
    code.textContent = cite(record, format);
    for (const [other, pick] of buttons) pick.setAttribute("aria-pressed", String(other === format));
    status.textContent = "";
  }

  async function copy() {
    const said = await navigator.clipboard?.writeText(cite(record, chosen)).then(
      () => "copied",
      () => null,
    );
    if (!said) getSelection().selectAllChildren(code);
    tell(said ?? "selected: press Ctrl+C or ⌘C to copy");
  }

  function download() {
    const { extension, mediaType } = formats[chosen];
    const link = element("a");
    link.href = URL.createObjectURL(new Blob([cite(record, chosen)], { type: mediaType }));
    link.download = `${box.dataset.name}.${extension}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href));
    tell(`downloaded as ${link.download}`);
  }

  /* An element that says the same again is not read out again, so it is emptied first. */
  function tell(words) {
    status.textContent = "";
    setTimeout(() => (status.textContent = `${formats[chosen].label} ${words}`));
  }

  const bar = element("div", "cite-bar");
  bar.append(choices, button("Copy", copy), button("Download", download), status);
  box.prepend(bar);
  box.querySelector("pre").tabIndex = 0; // it scrolls where a citation is long
  choose(chosen);
}

/* Material's instant navigation leaves in the head what both pages have and adds the rest after it. Of two
   papers by one author that would mix up the order of citation_author, which reference managers read: tags
   that are like none of the next page all go. */
function keepTagsInOrder() {
  for (const tag of document.querySelectorAll("meta[name^=citation_]")) tag.dataset.shown = "";
}

function button(label, act) {
  const made = element("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function element(name, kind = "") {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  return made;
}
