"""CSL-JSON, which reference managers and Pandoc read: a record is an item of it already.

https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
"""

from generator.model.json_text import encode_compact
from generator.publish.citations.citation_format import CitationFormat


def _add_abstract(entry: str, abstract: str) -> str:
    return f'{entry.removesuffix("}")},"abstract":{encode_compact(abstract)}}}'


FORMAT = CitationFormat(
    label="CSL-JSON",
    extension="csl.json",
    media_type="application/vnd.citationstyles.csl+json",
    write_entry=encode_compact,
    before="[\n",
    between=",\n",
    after="\n]\n",
    add_abstract=_add_abstract,
)
