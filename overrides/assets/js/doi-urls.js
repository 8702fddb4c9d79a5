/* The DOI in an address of the resolver or of a publisher, by the rules of generator/model/doi_urls.py. */

const RESOLVER = ["doi.org"];
const DOI_IN_PATH = /(?<!\/handle)[/:](10\.\d{4,9}\/\S+)$/;
const ANY_DOI = /10\.\d{4,9}\/\S+/;
const DOI_PARAMETER = /^(?:id|doi|uri|rft_id|article_?id)=(?:info:)?(?:doi[:/])?(10\.\d{4,9}\/\S+)$/i;
const AFTER_DOI = new RegExp(
  String.raw`(?:/(?:full|fulltext|full-text|full-xml|abs|abstract|e?pdf|ampdf|tab-pdf|pdfdirect|html|epub|meta|summary` +
    String.raw`|references|citations?|metrics|download|reader|media|figures(?:/\d+)?|tables(?:/\d+)?|asset/\S*|suppl_file/\S*)?` +
    String.raw`|\.(?:full|full-text|abstract|supplementary-material|article-info|e?pdf|html?|xml|svg|full\+html|pdf\+html)` +
    String.raw`|;jsessionid=\S*)$`,
  "i",
);
const VERSION = /^(10\.\d{4,9}\/[\d.]+\d)v\d+$/;
const PREPRINT_SERVERS = ["biorxiv.org", "medrxiv.org"];
const PREPRINT_PREFIX = /^10\.(?:1101|64898)\//;
const ARTICLE_NUMBER = /(?<=.)\/\d{4,}(?:\/[^/]*)?$/;
const NUMBERED_ARTICLE = /\/(?:advance-)?article(?:-abstract|-pdf)?\/doi\//i;
// How publishers build addresses from DOIs: domain, pattern of path and query, prefix of the DOI.
const RULES = [
  ["nature.com", /\/articles\/([sd](?!41599-)\d{5}-\d{3}-\d{4,5}-[\da-z])(?:[/._?]|$)/, "10.1038/"],
  ["nature.com", /\/articles\/(s41599-\d{3}-\d{4,5}-[\da-z])(?:[/._?]|$)/, "10.1057/"],
  [
    "nature.com",
    /\/(?:articles|full|abs|pdf)\/((?:nature|ncomms|srep|nphys|nmat|ngeo|nclimate)\d{4,5}|[a-z]+\.\d{4}\.\d+)(?:[/.?]|$)/,
    "10.1038/",
  ],
  ["dagstuhl.de", /\/((?:LIPIcs|OASIcs|DagRep|LITES|TGDK)(?:\.[\w-]+)+)\.pdf(?:\?|$)/, "10.4230/"],
  [
    "biorxiv.org",
    /\/(?:early\/\d{4}\/\d\d\/\d\d|cgi\/(?:content|reprint)(?:\/[a-z]+)?)\/((?:20(?:19|2[0-4])\.\d\d\.\d\d\.)?\d{6,8})(?:[./?]|v\d|$)/,
    "10.1101/",
  ],
  ["elifesciences.org", /\/articles\/(\d{5,6})(?:[/.?v]|$)/, "10.7554/eLife."],
  ["ijcai.org", /\/proceedings\/(20(?:1[7-9]|[2-9]\d)\/\d{1,4})(?:[/.?]|$)/, "10.24963/ijcai."],
  ["peerj.com", /\/articles\/(\d{1,5})(?:[/.?]|$)/, "10.7717/peerj."],
  ["peerj.com", /\/articles\/cs-(\d{1,5})(?:[/.?]|$)/, "10.7717/peerj-cs."],
  ["acm.org", /[?&]doid=(?:10\.1145\/)?(\d+\.\d+)(?:&|$)/, "10.1145/"],
  ["mdpi.com", /\/resolver\?(?:\S*&)?pii=([a-z]+\d{6,})(?:&|$)/, "10.3390/"],
];
const URL_PARTS = /^https?:\/\/(?:[^/?#@]*@)?([^/?#:@[\]]+)(?::\d*)?((?:\/[^?#]*)?)(?:\?([^#]*))?(#[^]*)?$/i;

/** Split an http or https address into host, path, query and fragment; null for other text. */
export function splitUrl(text) {
  const [, host, path, query = "", fragment = ""] = text.match(URL_PARTS) ?? [];
  return host === undefined ? null : { host: host.toLowerCase(), path, query, fragment };
}

/** Whether an address is at one of these hosts or below it, and in its folder if the place names one. */
export function isInDomain({ host, path }, places) {
  return places.some((place) => {
    const [domain, ...folders] = place.split("/");
    const folder = folders.length ? `/${folders.join("/")}/` : "/";
    return `.${host}`.endsWith(`.${domain}`) && `${path}/`.startsWith(folder);
  });
}

/** Decode percent-encoding, as often as the text was encoded. */
export function decodeFully(text) {
  let decoded = decode(text);
  for (let before = text; decoded !== before; decoded = decode(decoded)) before = decoded;
  return decoded;
}

const UTF_8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** As Python's unquote: "%" that begins no code stays, and bytes that are not UTF-8 become U+FFFD. */
export function decode(text) {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (codes) =>
    UTF_8.decode(Uint8Array.from(codes.slice(1).split("%"), (code) => parseInt(code, 16))),
  );
}

/** The DOI in an address that was split; null if there is none. */
export function extractDoiFromUrl(parts) {
  const path = decodeFully(parts.path);
  if (isInDomain(parts, RESOLVER)) {
    const whole = path.replace(/\/+$/, "") + (parts.fragment === "#" ? "#" : "");
    return whole.match(ANY_DOI)?.[0] ?? whole;
  }
  for (const [domain, pattern, prefix] of RULES) {
    const name = isInDomain(parts, [domain]) && `${path}?${parts.query}`.match(pattern)?.[1];
    if (name) return prefix + name;
  }
  const parameters = parts.query.split("&").map((part) => decodeFully(part).match(DOI_PARAMETER)?.[1]);
  let doi = path.match(DOI_IN_PATH)?.[1] ?? parameters.find(Boolean);
  if (!doi) return null;
  while (AFTER_DOI.test(doi)) doi = doi.replace(AFTER_DOI, "");
  if (NUMBERED_ARTICLE.test(path)) doi = doi.replace(ARTICLE_NUMBER, "");
  return isInDomain(parts, PREPRINT_SERVERS) ? doi.replace(VERSION, "$1") : doi;
}

/** Remove the version that bioRxiv and medRxiv add to their DOIs in addresses. */
export const stripPreprintVersion = (doi) => (PREPRINT_PREFIX.test(doi) ? doi.replace(VERSION, "$1") : doi);
