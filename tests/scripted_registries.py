"""Crossref and DataCite on loopback: answers of the documented shape, from records that tests provide.

`ScriptedRegistries` answers for a `tests.scripted_arxiv.ScriptedArxiv`, which speaks HTTP. The shapes are
those of https://api.crossref.org/swagger-ui/index.html and https://support.datacite.org/docs/api-get-doi.
"""

import json
import re
from dataclasses import dataclass, field
from urllib.parse import unquote

CROSSREF, DATACITE = "/v1/works", "/dois"


def make_work(doi, title="Fast Caches for Everyone", **fields):
    """Make a record of Crossref; keys are written with underscores."""
    work = {
        "DOI": doi,
        "type": "proceedings-article",
        "title": [title] if isinstance(title, str) else title,
        "author": [
            {"given": "Amy", "family": "Example", "sequence": "first", "affiliation": []},
        ],
        "container-title": ["Proceedings of the Toy Conference"],
        "issued": {"date-parts": [[2026, 3, 22]]},
        "publisher": "Toy Press",
        "relation": {},
    }
    return work | {name.replace("_", "-"): value for name, value in fields.items()}


def make_dataset(doi, title="Fast Caches for Everyone: data", **attributes):
    """Make a record of DataCite."""
    return {
        "id": doi,
        "type": "dois",
        "attributes": {
            "doi": doi,
            "titles": [{"title": title}],
            "creators": [{"name": "Example, Amy", "givenName": "Amy", "familyName": "Example"}],
            "publisher": "Zenodo",
            "publicationYear": 2026,
            "types": {"resourceTypeGeneral": "Dataset"},
            "rightsList": [{"rightsUri": "https://creativecommons.org/licenses/by/4.0/legalcode"}],
            **attributes,
        },
    }


@dataclass
class ScriptedRegistries:
    """Both services.

    Attributes:
        works: Records of Crossref.
        datasets: Records of DataCite.
        headers: Further headers of each answer.
        refused: DOIs for which Crossref refuses a whole list.
        surplus: Records that answers to lists have in addition.
        total: The number of records that lists state instead of the true one.
    """

    works: list = field(default_factory=list)
    datasets: list = field(default_factory=list)
    headers: dict = field(default_factory=dict)
    refused: set = field(default_factory=set)
    surplus: list = field(default_factory=list)
    total: int | None = None

    def serve(self, server):
        """Let a server answer for both services, and return their addresses."""
        server.services |= {CROSSREF: self.answer_crossref, DATACITE: self.answer_datacite}
        return {"crossref": server.address + CROSSREF, "datacite": server.address + DATACITE}

    def answer_crossref(self, handler, path, parameters):
        if path != CROSSREF:
            self._answer_single(handler, unquote(path.removeprefix(f"{CROSSREF}/")))
        elif "query.bibliographic" in parameters:
            self._send_list(handler, self.works[: int(parameters["rows"])], 123_456)
        else:
            dois = [name.removeprefix("doi:") for name in parameters["filter"].split(",")]
            if self.refused.intersection(dois):
                self._send(handler, {"status": "failed", "message-type": "validation-failure"}, 400)
                return
            found = [work for work in self.works if str(work.get("DOI")).lower() in dois] + self.surplus
            self._send_list(handler, found, len(found))

    def _answer_single(self, handler, doi):
        works = [work for work in self.works if work["DOI"].lower() == doi]
        if works and doi not in self.refused:
            self._send(handler, {"status": "ok", "message-type": "work", "message": works[0]})
        else:
            handler.send(404, b"Resource not found.", {"Content-Type": "text/plain"})

    def _send_list(self, handler, works, total):
        message = {"total-results": total if self.total is None else self.total, "items": works}
        self._send(handler, {"status": "ok", "message-type": "work-list", "message": message})

    def answer_datacite(self, handler, path, parameters):
        if path != DATACITE:
            doi = unquote(path.removeprefix(f"{DATACITE}/"))
            found = [item for item in self.datasets if item["id"] == doi]
            if found:
                self._send(handler, {"data": found[0]})
            else:
                self._send(handler, {"errors": [{"status": "404"}]}, 404)
            return
        dois = re.findall(r'"([^"]+)"', parameters["query"])
        found = [item for item in self.datasets if item["id"] in dois]
        self._send(handler, {"data": found, "meta": {"total": len(found)}})

    def _send(self, handler, value, status=200):
        handler.send(status, json.dumps(value).encode(), {"Content-Type": "application/json", **self.headers})
