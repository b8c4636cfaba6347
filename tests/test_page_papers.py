"""The Papers tab in a real Chromium: looked through, added to, removed from, whatever comes."""

from __future__ import annotations

import re
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from pdf_maker import Leaf, Put, column, make_pdf
from playwright.sync_api import Browser, Page, expect
from served import CHROMIUM
from using import open_tab

from corpus.library import Library

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the PATH"),
]
HEADERS = {"X-Page": "papers"}


def send(page: Page, *files: Path) -> None:
    if not page.locator("#adding").evaluate("fold => fold.open"):
        page.click("#adding > summary")
    page.set_input_files("#files", [str(file) for file in files])


def zebrafish() -> list[Leaf]:
    """Return the pages of a small paper."""
    title = Put(72, 740, "Cold Tolerance of the Quillfeather Strain", size=18, bold=True)
    finding = """Zebrafish larvae of the Quillfeather strain tolerate cold water of nine degrees.
Larvae of other strains were slow at that temperature in all four tanks."""
    heading = Put(72, 690, "Results", size=13, bold=True)
    more = column("The second page tells of the water and of the tanks.", y=700)
    return [Leaf([title, heading, *column(finding, y=660)]), Leaf(list(more))]


def test_papers_are_searched_limited_sorted_turned_and_exported(page: Page) -> None:
    open_tab(page, "Papers")
    expect(page.locator("#count")).to_have_text("180 papers")
    expect(page.locator("#rows tbody tr")).to_have_count(50)
    page.click("[data-page='2']")
    expect(page.locator("#table-page")).to_have_value("2")
    page.click("[data-order=year]")
    expect(page.locator("th.c-year")).to_have_attribute("aria-sort", "ascending")
    expect(page.locator("#rows tbody tr td.c-year").first).to_have_text("1972")
    page.click("#limits summary")
    page.select_option("#choices select[name=status]", "contested")
    expect(page.locator("#count")).to_have_text("17 of 180 papers")
    page.fill("#words", "nothing is called so")
    expect(page.locator("#rows")).to_contain_text("No paper in this library matches")
    page.click("#no-limits")
    page.fill("#words", "vyas hidden")
    expect(page.locator("#count")).to_have_text("1 of 180 papers")
    page.select_option("#form", "bibtex")
    with page.expect_download() as download:
        page.dblclick("#export")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text.count("@article") == 1
    assert "Hidden in Plain Sight" in text


def test_a_paper_has_a_page_with_an_address_of_its_own(page: Page) -> None:
    open_tab(page, "Papers")
    page.fill("#words", "inker 2021")
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    page.click("#rows th a")
    paper = page.locator("#one .paper")
    for told in ("How it stands", "Who was studied", "starter corpus", "Read it with"):
        expect(paper).to_contain_text(told)
    expect(page.locator("#one")).to_be_focused()
    assert "What did Inker 2021 find" in str(paper.locator("[data-ask]").get_attribute("data-ask"))
    paper.locator(".section summary").first.click()
    expect(paper.locator(".passage").first).to_be_visible()
    paper.locator("[data-cite=ama]").click()
    expect(paper.locator(".cited pre")).to_contain_text("Inker LA, Eneanya ND")
    paper.locator("[data-paper]").first.click()
    expect(page.locator("#one h2")).not_to_contain_text("without Race")
    page.go_back()
    expect(page.locator("#one h2")).to_contain_text("Equations to Estimate GFR without Race")
    page.reload()
    expect(page.locator("#one h2")).to_contain_text("without Race")
    page.click("[data-all]")
    expect(page.locator("#rows tbody tr").first).to_be_visible()
    assert "paper=" not in page.url
    page.goto(f"{page.url.split('?')[0]}?paper={quote('doi:10.1/nowhere')}")
    expect(page.locator("#one")).to_contain_text("not in the library")


def test_what_is_held_and_lacking_is_shown_and_leads_to_the_papers(page: Page) -> None:
    open_tab(page, "Papers")
    page.click("#holdings > summary")
    held = page.locator("#holdings-inside")
    expect(held).to_contain_text("Not held at all: Middle Eastern or North African")
    expect(held.locator("svg[role=img]")).to_have_attribute("aria-label", re.compile("1972"))
    bar = held.locator("tr", has_text="Hispanic or Latino")
    count = bar.locator(".number").inner_text().split()[0]
    bar.locator("button").click()
    expect(page.locator("#count")).to_have_text(f"{count} of 180 papers")


def test_files_are_added_read_page_by_page_removed_and_put_back(page: Page, tmp_path: Path) -> None:
    paper = make_pdf(tmp_path / "🐟 zebrafish.pdf", zebrafish())
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"")
    listed = tmp_path / ("r" * 200 + ".ris")
    listed.write_text("TY  - JOUR\nTI  - Marmots of the high valley\nAU  - Alp, A.\nER  - \n")
    open_tab(page, "Papers")
    send(page, paper, broken, listed)
    steps = page.locator(".errand .outcomes")
    expect(steps.locator("li", has_text="🐟 zebrafish.pdf")).to_contain_text(
        "Added", timeout=60_000
    )
    expect(steps.locator("li.wrong")).to_contain_text("empty file")
    expect(page.locator("#count")).to_have_text("182 papers")

    steps.locator("a", has_text="zebrafish").click()
    one = page.locator("#one")
    one.locator(".section summary").last.click()
    one.locator(".passage [data-page-of]").first.click()
    image = one.locator(".leaf img")
    expect(image).to_have_attribute("src", re.compile(r"/1\.png\?marks="))
    page.wait_for_function("document.querySelector('.leaf img').naturalWidth > 300")
    one.locator("[data-turn='1']").click()
    expect(one.locator(".leaf [role=status]")).to_have_text("Page 2 of 2")
    page.click("[data-all]")

    page.fill("#words", "marmots")
    expect(page.locator("#count")).to_have_text("1 of 182 papers")
    page.check("#mark-page")
    page.fill("#words", "quillfeather")
    expect(page.locator("#rows")).to_contain_text("Quillfeather")
    page.check("#rows tbody input")
    page.dblclick("#remove")
    gone = page.locator(".errand", has_text="Removing 2 papers")
    expect(gone).to_contain_text("2 of 2 done")
    expect(page.locator("#count")).to_have_text("0 of 180 papers")
    page.reload()
    open_tab(page, "Papers")
    page.dblclick(".errand [data-undo]")
    expect(page.locator(".errand .chip")).to_have_text("Undone")
    expect(page.locator("#count")).to_have_text("182 papers")


def test_two_tabs_that_remove_one_paper_are_told_so(page: Page, browser: Browser) -> None:
    open_tab(page, "Papers")
    other = page.context.new_page()
    other.goto(page.url)
    open_tab(other, "Papers")
    for tab in (page, other):
        tab.fill("#words", "boulware")
        tab.fill("#words", "vyas hidden")
        expect(tab.locator("#rows tbody tr")).to_have_count(1)
        expect(tab.locator("#rows tbody tr")).to_contain_text("Hidden in Plain Sight")
        tab.check("#rows tbody input")
    page.click("#remove")
    expect(page.locator(".errand")).to_contain_text("Removed")
    other.evaluate("document.getElementById('remove').click()")
    expect(other.locator(".errand")).to_contain_text("perhaps in another tab")
    page.click(".errand [data-undo]")
    expect(page.locator(".errand .chip")).to_have_text("Undone")


def test_script_in_a_title_or_a_name_is_shown_and_never_run(page: Page, tmp_path: Path) -> None:
    run = "document.title='taken'"
    hostile = tmp_path / f'<img src=x onerror="{run}">.txt'
    sentence = f"Marmot bacilli <script>{run}</script> <img src='https://example.org/b.png'> grew."
    hostile.write_text(f'<img src=x onerror="{run}"> Bacilli\n\n{sentence}\n', encoding="utf-8")
    open_tab(page, "Papers")
    send(page, hostile)
    expect(page.locator(".errand")).to_contain_text("Added", timeout=60_000)
    page.fill("#words", "bacilli")
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    expect(page.locator("#rows th a")).to_contain_text("<img src=x")
    page.click("#rows th a")
    page.locator("#one .section summary").first.click()
    expect(page.locator(".passage").first).to_contain_text("<script>")
    page.click("#one [data-remove]")
    expect(page.locator(".errand", has_text="Removing")).to_contain_text("<img src=x")
    assert page.title() == "Equity Evidence"


def test_what_is_too_large_or_cut_off_is_told(page: Page, tmp_path: Path) -> None:
    large = tmp_path / "scan.pdf"
    with large.open("wb") as file:
        file.truncate(200 * 1024**2)
    open_tab(page, "Papers")
    send(page, large)
    expect(page.locator(".errand")).to_contain_text("200 MB; the page takes files of up to 100 MB")
    page.click(".errand >> text=Close")
    # Loaded anew while files are on their way: what arrived is added, what did not is named.
    arrived, late = tmp_path / "arrived.txt", tmp_path / "late.txt"
    arrived.write_text("Newts of Arundel\n\nNewts of Arundel are green in spring.\n")
    late.write_text("Late\n\nThis one is held up on its way.\n")
    page.route("**/papers/upload/*/1?*", lambda route: None)
    send(page, arrived, late)
    expect(page.locator(".errand li")).to_have_count(1)
    expect(page.locator(".errand li")).to_contain_text("late.txt")
    page.reload()
    open_tab(page, "Papers")
    expect(page.locator("#errands")).to_contain_text("Choose these again: late.txt")
    expect(page.locator("#errands")).to_contain_text("arrived.txt")
    expect(page.locator(".errand", has_text="Newts of Arundel")).to_be_visible()


def test_identifiers_are_sent_only_after_a_yes(page: Page) -> None:
    open_tab(page, "Papers")
    page.click("#adding > summary")
    page.click("#look-up")
    expect(page.locator("#named-told")).to_contain_text("Write a DOI")
    page.fill("#identifiers", "hello")
    page.click("#look-up")
    expect(page.locator("#named-told")).to_contain_text("“hello” is no DOI, PMID or PMCID")
    page.fill("#identifiers", "10.1000/gone")
    page.dblclick("#look-up")
    expect(page.locator("#agree")).to_contain_text("Europe PMC, Crossref and OpenAlex")
    page.click("#send-not")
    expect(page.locator("#named-told")).to_have_text("Nothing was sent.")
    assert page.locator(".errand").count() == 0


def test_a_stopped_program_is_told_and_the_page_goes_on_when_it_is_back(page: Page) -> None:
    open_tab(page, "Papers")
    page.route("**/papers/**", lambda route: route.abort())
    page.fill("#words", "kidney")
    expect(page.locator("#lost")).to_contain_text("Start it again with “evidence serve”")
    expect(page.locator("#rows tbody tr")).to_have_count(50)
    page.unroute("**/papers/**")
    page.fill("#words", "vyas hidden")
    expect(page.locator("#lost")).to_be_hidden()
    expect(page.locator("#rows th a")).to_have_text(re.compile("Hidden in Plain Sight"))


def test_the_library_changes_only_at_the_word_of_the_page_itself(
    own_library: Library, address: str, tmp_path: Path
) -> None:
    before = own_library.snapshot
    held = next(iter(own_library.papers()))
    for path, said in (
        ("remove", {"papers": [held]}),
        ("named", {"text": "10.1000/x", "agreed": True}),
        ("put-back", {"key": "x"}),
        ("upload", {}),
    ):
        assert httpx.post(f"{address}/papers/{path}", json=said).status_code == 403
    # Only what was sent is added: a path of this machine is no more than a name.
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret\n\nThis file was never sent by anybody.", encoding="utf-8")
    begun = httpx.post(f"{address}/papers/upload", json={}, headers=HEADERS).json()["upload"]
    put = f"{address}/papers/upload/{begun}/0?name={quote(str(secret))}"
    assert httpx.put(put, content=b"", headers=HEADERS).status_code == 200
    # Refused by what it says of its length, before a byte of it has come.
    with closing(HTTPConnection(address.removeprefix("http://"))) as line:
        line.putrequest("PUT", f"/papers/upload/{begun}/1?name=scan.pdf")
        line.putheader("X-Page", "papers")
        line.putheader("Content-Length", str(200 * 1024**2))
        line.endheaders()
        told = line.getresponse()
        assert told.status == 413
        assert "up to 100 MB" in told.read().decode()
    errand = httpx.post(f"{address}/papers/upload/{begun}/add").json()
    while not errand["done"]:
        errand = httpx.get(f"{address}/papers/errands/{errand['id']}", timeout=30).json()
    assert "the file is empty" in errand["html"]
    assert own_library.snapshot == before
