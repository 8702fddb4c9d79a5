/* The citations of a paper: a button that copies the format that the page shows without scripts, and a menu with all
   formats, to copy or download. Without scripts, the menu shows one format. */

import { readSlug } from "./addresses.js";
import { download } from "./download.js";
import { element } from "./elements.js";
import { _ } from "./messages.js";
import { readCitations } from "./paper-citations.js";

export function start(actions) {
  const menu = actions.querySelector("details.cite");
  const code = menu.querySelector("code");
  const button = actions.querySelector("button.copy");
  const status = element("span", { class: "cite-status", role: "status" });
  actions.append(status);

  const shown = { label: button.dataset.format, text: `${code.textContent.trimEnd()}\n` };
  button.disabled = false;
  button.addEventListener("click", () => copy(shown, { code, menu, report }));
  const offer = () => offerFormats(menu, code, report);
  if (menu.open) offer(); // the reader was faster than this script
  else menu.addEventListener("toggle", offer, { once: true });

  document.addEventListener("click", ({ target }) => actions.contains(target) || menu.removeAttribute("open"));
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  /* A screen reader does not repeat the text of an element that stays the same, so it is emptied first. */
  function report(message) {
    status.textContent = "";
    setTimeout(() => (status.textContent = message));
  }
}

async function copy({ label, text }, { code, menu, report }) {
  try {
    await navigator.clipboard.writeText(text);
    report(_("%(format)s copied", { format: label }));
  } catch {
    menu.open = true;
    getSelection().selectAllChildren(code);
    report(_("%(format)s selected: press Ctrl+C or ⌘C to copy it", { format: label }));
  }
}

/* The formats come with the page, or in a file that is loaded when the menu opens. */
async function offerFormats(menu, code, report) {
  const citations = await readCitations(document).catch(() => []);
  if (!citations.length) return; // the menu stays as it is without scripts
  let chosen;

  const tabs = citations.map((citation) =>
    makeButton(citation.label, () => {
      choose(citation);
      report("");
    }),
  );
  const choices = { class: "cite-formats", role: "group", "aria-label": _("Citation format") };

  function choose(citation) {
    chosen = citation;
    if (code.textContent !== citation.text.trimEnd()) code.textContent = citation.text; // what is selected stays so
    tabs.forEach((tab, position) => tab.setAttribute("aria-pressed", citations[position] === citation));
  }

  function save() {
    const name = `${readSlug(location.href)}.${chosen.extension}`;
    download(name, chosen.type, chosen.text);
    report(_("%(format)s downloaded as %(file)s", { format: chosen.label, file: name }));
  }

  const buttons = [
    makeButton(_("Copy"), () => copy(chosen, { code, menu, report })),
    makeButton(_("Download"), save),
  ];
  const box = code.closest("div");
  box.prepend(element("div", { class: "cite-bar" }, element("div", choices, ...tabs), ...buttons));
  box.querySelector("pre").tabIndex = 0; // keyboard users scroll a long citation
  choose(citations[0]);
}

const makeButton = (label, click) => element("button", { type: "button", click }, label);
