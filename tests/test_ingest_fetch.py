"""A paper is fetched by its identifier, with what three services tell and its open full text."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from services import (
    CROSSREF,
    DOI,
    EUROPE,
    LOG_IN,
    NOWHERE,
    OPENALEX,
    PMCID,
    PMID,
    TITLE,
    Reply,
    Services,
    crossref,
    europe,
    jats,
    openalex,
    put_paper,
    services,
    told,
)

from corpus.errors import QuestionError, RefusedFile, ServiceError
from corpus.paper import Paper
from ingest.fetch.europe_pmc import search
from ingest.fetch.fetch import Fetched, fetch, resolve
from ingest.fetch.identifier import Identifier

ASKED = Identifier("doi", DOI)
DOWN = Reply(b"oops", 500)
EUROPE_ASKED = f'/epmc/search DOI:"{DOI}"'


@pytest.fixture
def net() -> Iterator[Services]:
    with services() as held:
        put_paper(held)
        yield held


def got(net: Services, folder: Path, identifier: Identifier = ASKED) -> Fetched:
    with net.client(folder) as client:
        return fetch(identifier, client)


def paper_of(fetched: Fetched, service: str) -> Paper:
    return next(record.paper for record in fetched.records if record.name == service)


def test_three_services_tell_of_one_paper(net: Services, tmp_path: Path) -> None:
    fetched = got(net, tmp_path)
    assert [record.name for record in fetched.records] == ["Europe PMC", "Crossref", "OpenAlex"]
    assert {record.kind for record in fetched.records} == {"service"}
    for record in fetched.records:
        paper = record.paper
        assert (paper.paper_id, paper.title, paper.volume) == (f"doi:{DOI}", TITLE, "7")
        assert (paper.issue, paper.pages, paper.language) == ("2", "1104-1109", "en")
        assert (paper.origin, paper.topics) == ("abstract", ())
    assert fetched.troubles == ()


def test_each_service_tells_what_it_knows(net: Services, tmp_path: Path) -> None:
    fetched = got(net, tmp_path)
    first = paper_of(fetched, "Europe PMC")
    assert first.authors == ("Ng, Ada B", "Ray, B", "Air Study Group")
    assert (first.year, first.journal, first.licence) == (2020, "Journal of examples", "CC BY-NC")
    assert (first.doi, first.pmid, first.pmcid) == (DOI, PMID, PMCID)
    second = paper_of(fetched, "Crossref")
    assert second.authors == ("Ng, Ada B.", "Air Study Group")
    assert (second.year, second.licence) == (2020, "CC BY-NC 4.0"), "the year of the volume"
    third = paper_of(fetched, "OpenAlex")
    assert (third.authors, third.year) == (("Ng, Ada B.",), 2019)
    assert (third.pmid, third.pmcid, third.licence) == (PMID, PMCID, "CC BY-NC")


def test_the_abstract_keeps_its_headings(net: Services, tmp_path: Path) -> None:
    abstract = got(net, tmp_path).abstract
    assert abstract is not None
    assert abstract.text == "Background\n\nAir differs & so do lungs.\n\nResults\n\nVisits rose."
    assert [(part.kind, part.title) for part in abstract.sections] == [
        ("abstract", "Background"),
        ("abstract", "Results"),
    ]
    assert (abstract.origin, abstract.paper.doi) == ("abstract", DOI)


def test_crossref_tells_the_abstract_where_europe_pmc_does_not(
    net: Services, tmp_path: Path
) -> None:
    net.put(EUROPE_ASKED, europe(abstractText=None))
    abstract = got(net, tmp_path).abstract
    assert abstract is not None
    assert abstract.text == "Abstract\n\nAir differs."


@pytest.mark.parametrize("identifier", [Identifier("pmid", PMID), Identifier("pmcid", PMCID)])
def test_every_identifier_leads_to_the_doi_and_so_to_all_services(
    net: Services, tmp_path: Path, identifier: Identifier
) -> None:
    with net.client(tmp_path) as client:
        assert resolve(identifier, client) == ASKED
        assert resolve(ASKED, client) == ASKED
        fetched = fetch(identifier, client)
    assert len(fetched.records) == 3
    assert fetched.full_text == jats().body
    assert net.count("epmc/search") == 1


def test_a_pmid_finds_its_doi_in_openalex_while_europe_pmc_is_down(
    net: Services, tmp_path: Path
) -> None:
    net.put("/epmc/search", DOWN)
    net.replies.pop(f"/epmc/search EXT_ID:{PMID} AND SRC:MED")
    fetched = got(net, tmp_path, Identifier("pmid", PMID))
    assert [record.name for record in fetched.records] == ["Crossref", "OpenAlex"]
    (trouble,) = fetched.troubles
    assert trouble.startswith("Europe PMC: answered 500")
    assert fetched.why_no_full_text is not None


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (EUROPE_ASKED, "Europe PMC"),
        (f"/crossref/works/{DOI}", "Crossref"),
        (f"/openalex/works/doi:{DOI}", "OpenAlex"),
    ],
)
@pytest.mark.parametrize("reply", [DOWN, LOG_IN, told({"error": "maintenance"})])
def test_one_service_in_trouble_does_not_lose_what_the_others_tell(
    net: Services, tmp_path: Path, place: str, name: str, reply: Reply
) -> None:
    net.put(place, reply)
    fetched = got(net, tmp_path)
    assert name not in [record.name for record in fetched.records]
    assert len(fetched.records) == 2
    assert [trouble.partition(":")[0] for trouble in fetched.troubles] == [name]


def test_all_services_down_is_an_error_that_names_each(net: Services, tmp_path: Path) -> None:
    net.replies = {
        name: [DOWN]
        for name in (EUROPE_ASKED, f"/crossref/works/{DOI}", f"/openalex/works/doi:{DOI}")
    }
    with pytest.raises(ServiceError) as error:
        got(net, tmp_path)
    for name in ("Europe PMC", "Crossref", "OpenAlex", "try again later"):
        assert name in str(error.value)


def test_a_paper_nobody_knows_is_refused_and_that_is_remembered(
    net: Services, tmp_path: Path
) -> None:
    for _ in range(2):
        with pytest.raises(RefusedFile, match=r"doi:10\.1000/none: none of Europe PMC, Crossref"):
            got(net, tmp_path, Identifier("doi", "10.1000/none"))
    assert len(net.asked) == 3


def test_another_paper_than_the_one_asked_for_is_never_taken(net: Services, tmp_path: Path) -> None:
    net.put(EUROPE_ASKED, europe(doi="10.1000/other"))
    net.put(f"/openalex/works/doi:{DOI}", openalex(doi="https://doi.org/10.1000/other"))
    fetched = got(net, tmp_path)
    assert [record.name for record in fetched.records] == ["Crossref"]
    assert fetched.full_text is None
    assert [trouble.partition(";")[0] for trouble in fetched.troubles] == [
        f"Europe PMC: told of 10.1000/other, expected doi:{DOI}",
        f"OpenAlex: told of 10.1000/other, expected doi:{DOI}",
    ]


def test_a_doi_that_leads_on_to_another_pmid_is_not_taken(net: Services, tmp_path: Path) -> None:
    net.put(
        f"/openalex/works/doi:{DOI}", openalex(ids={"pmid": "https://pubmed.ncbi.nlm.nih.gov/9"})
    )
    fetched = got(net, tmp_path, Identifier("pmid", PMID))
    assert [record.name for record in fetched.records] == ["Europe PMC", "Crossref"]
    assert fetched.troubles[0].startswith(f"OpenAlex: told of 9, expected pmid:{PMID}")


def test_of_several_records_the_one_of_pubmed_is_taken(net: Services, tmp_path: Path) -> None:
    preprint = {**EUROPE, "source": "PPR", "id": "PPR7", "pmid": None, "volume": None}
    other = {**EUROPE, "doi": "10.1000/asthma.77"}
    net.put(EUROPE_ASKED, europe(other, preprint, EUROPE))
    assert paper_of(got(net, tmp_path), "Europe PMC").pmid == PMID


def test_absurd_fields_are_left_empty(net: Services, tmp_path: Path) -> None:
    net.put(f"/crossref/works/{DOI}", NOWHERE)
    net.put(f"/openalex/works/doi:{DOI}", NOWHERE)
    net.put(
        EUROPE_ASKED,
        europe(
            title="Air\x1b[2J \ud800and\u202e <b>lungs</b>.",
            journalInfo={"yearOfPublication": 9999, "volume": [1], "issue": {"a": 1}},
            pubYear="20200",
            pageInfo=True,
            pmid="none",
            pmcid="7",
            language="x" * 5_000,
            authorList={"author": [None, 7, {"lastName": 8}, "Ng", {"firstName": "Ada"}]},
            abstractText={"p": "text"},
            commentCorrectionList={"commentCorrection": [{"type": None}, "x"]},
            pubTypeList=None,
        ),
    )
    paper = paper_of(got(net, tmp_path), "Europe PMC")
    assert (paper.title, paper.authors) == ("Air[2J and lungs", ("8",))
    empty = ("year", "volume", "issue", "pages", "pmid", "pmcid", "language")
    assert [getattr(paper, name) for name in empty] == [None] * len(empty)


@pytest.mark.parametrize(
    ("deposited", "title"),
    [
        ("Race &amp;amp; sex", "Race & sex"),
        ("Changes in (\n  <i>PIK3CA</i>\n  ) and\n  <i>TP53</i>\n  , two genes", None),
        (
            "A rise of <jats:alternatives><jats:tex-math>$x$</jats:tex-math>"
            "<mml:math><mml:mi>x</mml:mi></mml:math></jats:alternatives> points",
            "A rise of x points",
        ),
    ],
)
def test_markup_of_publishers_leaves_the_words(
    net: Services, tmp_path: Path, deposited: str, title: str | None
) -> None:
    net.put(f"/crossref/works/{DOI}", crossref(title=[deposited]))
    told = {record.name: record.paper.title for record in got(net, tmp_path).records}
    assert told["Crossref"] == (title or "Changes in (PIK3CA) and TP53, two genes")


def test_any_shape_of_any_field_is_survived(net: Services, tmp_path: Path) -> None:
    """Every field but the DOI is something else; what is made of it is still a paper."""
    read = TypeAdapter(Paper)
    shapes: tuple[object, ...] = (None, True, -1, 1.5, "", "x", [], {}, [[None]], [{"a": []}])
    for shape in (*shapes, *({"author": [shape], "journal": shape} for shape in shapes)):
        net.put(EUROPE_ASKED, europe(**dict.fromkeys(EUROPE.keys() - {"doi"}, shape)))
        others = dict.fromkeys(CROSSREF.keys() - {"DOI"}, shape)
        net.put(f"/crossref/works/{DOI}", crossref(**others, updated_by=shape))
        others = dict.fromkeys(OPENALEX.keys() - {"doi"}, shape)
        net.put(f"/openalex/works/doi:{DOI}", openalex(**others))
        with net.client(tmp_path, refresh=True) as client:
            fetched = fetch(ASKED, client)
        assert [record.paper.doi for record in fetched.records] == [DOI] * 3, shape
        for record in fetched.records:
            assert read.validate_json(read.dump_json(record.paper), strict=True) == record.paper


def test_what_is_kept_of_a_paper_is_one_record_however_often_it_is_told(
    net: Services, tmp_path: Path
) -> None:
    first = got(net, tmp_path / "a")
    net.put(EUROPE_ASKED, europe(citedByCount=77))
    net.put(f"/crossref/works/{DOI}", crossref(indexed={"timestamp": 1}, score=2.5))
    assert got(net, tmp_path / "b").records == first.records
    net.put(f"/crossref/works/{DOI}", crossref(volume="8"))
    changed = got(net, tmp_path / "c").records
    assert changed[1].content != first.records[1].content


def test_a_killed_fetch_goes_on_where_it_stopped(net: Services, tmp_path: Path) -> None:
    dois = [f"10.1000/paper.{number}" for number in range(60)]
    for doi in dois:
        net.put(f"/crossref/works/{doi}", crossref(DOI=doi))
    program = (
        "import sys; from pathlib import Path\n"
        "from corpus.settings import settings_from\n"
        "from ingest.fetch.client import Client; from ingest.fetch.fetch import fetch\n"
        "from ingest.fetch.identifier import Identifier\n"
        "from ingest.fetch.manners import Manners\n"
        "with Client(settings_from(), Path(sys.argv[1]), Manners(a_second=1e6)) as client:\n"
        "    for doi in sys.argv[2:]: fetch(Identifier('doi', doi), client)\n"
    )
    names = ("europe_pmc", "crossref", "openalex")
    environment = {f"EVIDENCE_{name.upper()}": getattr(net.settings, name) for name in names}
    command = [sys.executable, "-c", program, str(tmp_path), *dois]
    root = Path(__file__).parents[1]
    running = subprocess.Popen(command, env=environment, cwd=root)
    deadline = time.monotonic() + 60
    while len(net.asked) < 50 and time.monotonic() < deadline:
        time.sleep(0.005)
    running.kill()
    assert running.wait() == -signal.SIGKILL
    at_kill = len(net.asked)
    assert 50 <= at_kill < 4 * len(dois)
    subprocess.run(command, env=environment, cwd=root, check=True, timeout=120)
    counts = Counter(net.asked)
    assert len(counts) == 4 * len(dois)
    twice = [path for path, count in counts.items() if count > 1]
    assert len(twice) <= 1, "only what was under way at the kill is asked again"


def test_a_search_gives_papers_best_first(net: Services, tmp_path: Path) -> None:
    other = {**EUROPE, "doi": "10.1000/b", "title": "Lungs."}
    net.put("/epmc/search asthma air", europe(EUROPE, other, {**EUROPE, "title": None}))
    with net.client(tmp_path) as client:
        found = search("  asthma\n air ", client, count=5)
        assert [paper.title for paper in found] == [TITLE, "Lungs"]
        assert search("nothing", client, count=5) == ()
        assert "pageSize=5" in net.asked[0]
        search("all", client, count=10_000)
        assert "pageSize=100" in net.asked[-1]
        for query in (" ", "x" * 2_000):
            with pytest.raises(QuestionError, match="expected 1 to 1000"):
                search(query, client)
    assert len(net.asked) == 3
