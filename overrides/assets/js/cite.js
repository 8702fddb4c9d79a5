/* The cite box: choose a format, copy the citation, download it. Without scripts, the page shows one format in a
   code block. */

import { readSlug } from "./addresses.js";
import { download } from "./download.js";
import { element } from "./elements.js";
import { _ } from "./messages.js";
import { readCitations } from "./paper-citations.js";

export async function start(block) {
  if (block.dataset.started) return;
  block.dataset.started = "true";
  markCitationTags();
  const citations = await readCitations(document).catch(() => []);
  // Without them the page stays as it is without scripts. The reader may also have opened another page meanwhile.
  if (!citations.length || !block.isConnected) return;
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

/* Material's instant navigation keeps the tags of the head that both pages have, and appends the others. For two
   papers that share an author, this would change the order of citation_author, which reference managers read.
   An attribute makes these tags differ from all tags of the next page, so that none is kept. */
function markCitationTags() {
  for (const tag of document.querySelectorAll("meta[name^=citation_]")) tag.dataset.shown = "";
}

const makeButton = (label, click) => element("button", { type: "button", click }, label);
