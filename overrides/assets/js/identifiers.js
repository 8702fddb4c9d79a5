/* Identifiers of papers in what a reader types or pastes. No page, no network. generator/model/urls.py has the hosts
   and folders of arXiv, too. */

/**
 * Find the identifier that a text consists of, as the index has it: an arXiv id without its version, or a DOI in
 * lower case.
 *
 * "arXiv:2602.23556v3 [cs.PF]" gives "2602.23556", "https://doi.org/10.1145/ABC" gives "10.1145/abc", other texts
 * null. An id that is not typed to its end is one already: "2602.2".
 */
export function parseIdentifier(text) {
  const bare = text
    .trim()
    .replace(/^(?:https?:\/\/)?(?:www\.|export\.)?arxiv\.org\/(?:abs|pdf|html|format|src|e-print)\//i, "")
    .replace(/^(?:https?:\/\/\S*?\/|(?:dx\.|www\.)?doi\.org\/)(?=10\.\d{4,9}\/)/i, "")
    .replace(/^doi:\s*/i, "")
    .replace(/^10\.48550\/(?=arxiv)/i, "")
    .replace(/^(?:oai:arxiv\.org:|arxiv[:.])\s*/i, "")
    .replace(/(?:\s*\[[^\]]*\]|\.pdf|[/.,;]|\s)+$/i, "")
    .toLowerCase();
  if (/^10\.\d{4,9}\/\S+$/.test(bare)) return bare;
  const id = bare.replace(/v\d+$/, "");
  if (/^\d{4}\.\d{0,5}$/.test(id)) return id;
  const old = id.match(/^([a-z-]+)(?:\.[a-z]{2})?\/(\d{7})$/);
  return old ? `${old[1]}/${old[2]}` : null;
}
