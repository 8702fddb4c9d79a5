/* The cite box: choose a format, copy the citation, download it. Without scripts, the page shows one format in a
   code block. */

import { readSlug } from "./addresses.js";
import { download } from "./download.js";
import { element } from "./elements.js";
import { _ } from "./messages.js";
import { readCitations } from "./paper-citations.js";

export async function start(block) {
  const citations = await readCitations(document).catch(() => []);
  if (!citations.length) return; // the page stays as it is without scripts
  const code = block.querySelector("code");
  const status = element("span", { class: "cite-status", role: "status" });
  let chosen;

  const tabs = citations.map((citation) => makeButton(citation.label, () => choose(citation)));
  const choices = { class: "cite-formats", role: "group", "aria-label": _("Citation format") };

  function choose(citation) {
    chosen = citation;
    code.textContent = citation.text;
    tabs.forEach((tab, position) => tab.setAttribute("aria-pressed", citations[position] === citation));
    status.textContent = "";
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(chosen.text);
      report(_("%(format)s copied", { format: chosen.label }));
    } catch {
      getSelection().selectAllChildren(code);
      report(_("%(format)s selected: press Ctrl+C or ⌘C to copy it", { format: chosen.label }));
    }
  }

  function save() {
    const name = `${readSlug(location.href)}.${chosen.extension}`;
    download(name, chosen.type, chosen.text);
    report(_("%(format)s downloaded as %(file)s", { format: chosen.label, file: name }));
  }

  /* A screen reader does not repeat the text of an element that stays the same, so it is emptied first. */
  function report(message) {
    status.textContent = "";
    setTimeout(() => (status.textContent = message));
  }

  const buttons = [makeButton(_("Copy"), copy), makeButton(_("Download"), save)];
  const bar = element("div", { class: "cite-bar" }, element("div", choices, ...tabs), ...buttons, status);
  const box = element("div", { class: "cite" }, bar);
  block.replaceWith(box);
  box.append(block);
  block.tabIndex = 0; // keyboard users scroll a long citation
  choose(citations[0]);
}

const makeButton = (label, click) => element("button", { type: "button", click }, label);
