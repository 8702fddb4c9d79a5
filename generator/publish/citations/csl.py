"""CSL-JSON, which reference managers and Pandoc read: a record is an item of it already.

https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
"""

from generator.model.json_text import encode_compact
from generator.publish.citations.citation_format import CitationFormat

FORMAT = CitationFormat(
    label="CSL-JSON",
    extension="csl.json",
    media_type="application/vnd.citationstyles.csl+json",
    write_entry=encode_compact,
    before="[\n",
    between=",\n",
    after="\n]\n",
)
