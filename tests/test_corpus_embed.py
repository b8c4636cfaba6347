"""The model's weights are verified, nothing is downloaded, and its vectors are of unit length."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from fakes import HashingEmbedder
from hypothesis import given
from hypothesis import strategies as st
from sentence_transformers import SentenceTransformer

from corpus.bert import Bert
from corpus.bert_numpy import NumpyBert
from corpus.embed import Embedder, SentenceModel, contextual_text, open_model
from corpus.errors import ModelError
from corpus.model_folder import is_bert

PUBLISHED = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@pytest.fixture(params=["hashing", pytest.param("real", marks=pytest.mark.slow)])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    return HashingEmbedder() if request.param == "hashing" else open_model()


def test_an_embedder_returns_one_unit_vector_a_text(embedder: Embedder) -> None:
    vectors = embedder.embed(["Asthma and air.", "Race and eGFR.", ""])
    assert vectors.shape == (3, embedder.fingerprint.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_an_embedder_gives_the_same_text_the_same_vector(embedder: Embedder) -> None:
    alone = embedder.embed(["Asthma and air."])[0]
    beside = embedder.embed(["A much longer text about something else.", "Asthma and air."])[1]
    assert float(alone @ beside) == pytest.approx(1.0, abs=1e-5)


@pytest.fixture(params=["written out", "by its library"])
def model(request: pytest.FixtureRequest, tmp_path: Path) -> SentenceModel:
    """The packaged model, and the same one under a name that only its library knows."""
    packaged = open_model()
    if request.param == "written out":
        return packaged
    for file in packaged.folder.iterdir():
        (tmp_path / file.name).symlink_to(file)
    config = (packaged.folder / "config.json").read_text(encoding="utf-8")
    (tmp_path / "config.json").unlink()
    (tmp_path / "config.json").write_text(config.replace('"gelu"', '"gelu_python"'))
    return open_model(str(tmp_path))


@pytest.mark.slow
def test_the_vectors_are_those_of_the_models_own_library(model: SentenceModel) -> None:
    texts = ["", "air", "Asthma and air. " * 200, *(f"Race and {'eGFR ' * n}." for n in range(70))]
    stock = SentenceTransformer(str(model.folder), device="cpu", local_files_only=True)
    expected = stock.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    assert np.abs(model.embed(texts) - expected).max() < 1e-6


@pytest.mark.slow
def test_several_threads_may_embed_at_one_time(model: SentenceModel) -> None:
    texts = [f"Race and {'eGFR ' * n}." for n in range(70)]
    alone = np.concatenate([model.embed([text]) for text in texts])
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(model.embed, [texts] * 4):
            assert np.abs(vectors - alone).max() < 1e-6


def test_other_architectures_are_left_to_their_library(tmp_path: Path) -> None:
    packaged = open_model().folder
    assert is_bert(packaged)
    for name, told in {
        "config.json": {"model_type": "mpnet"},
        "modules.json": [],
        "1_Pooling/config.json": {"pooling_mode_cls_token": True},
        "sentence_bert_config.json": {"max_seq_length": 256, "do_lower_case": True},
        "config_sentence_transformers.json": {"default_prompt_name": "query"},
    }.items():
        folder = tmp_path / name.replace("/", "-")
        shutil.copytree(packaged, folder, copy_function=os.symlink)
        (folder / name).unlink()
        (folder / name).write_text(json.dumps(told))
        assert not is_bert(folder), name


@pytest.mark.slow
def test_the_few_texts_of_a_question_have_the_same_vectors() -> None:
    folder = open_model().folder
    texts = ["", "air", "Asthma and air. " * 200, "Why is race removed from eGFR?", "µg/dL 17 §"]
    assert np.abs(NumpyBert(folder).embed(texts) - Bert(folder).embed(texts)).max() < 1e-6


@pytest.mark.slow
def test_embedding_does_not_wait_for_the_large_library() -> None:
    code = "import sys; from corpus.embed import open_model; open_model().embed(['air']);"
    code += (
        "print([m for m in ('torch', 'transformers', 'sentence_transformers') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout == "[]\n"


def test_an_embedder_counts_tokens_without_clipping(embedder: Embedder) -> None:
    assert embedder.count_tokens([]) == []
    one, many = embedder.count_tokens(["air", "air " * 1000])
    assert one == 1
    assert many == 1000
    assert embedder.max_tokens == 254
    assert embedder.fingerprint.checksum == embedder.checksum


def test_the_packaged_weights_are_the_published_ones() -> None:
    assert open_model().checksum == PUBLISHED


def test_tampered_weights_are_refused(tmp_path: Path) -> None:
    packaged = open_model().folder
    for file in packaged.iterdir():
        if file.name != "model.safetensors":
            (tmp_path / file.name).symlink_to(file)
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(ModelError, match=r"SHA-256 is .*not the published ones, reinstall"):
        SentenceModel("all-MiniLM-L6-v2", tmp_path, PUBLISHED)


def test_a_folder_without_weights_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model\.safetensors"):
        open_model(str(tmp_path))


@pytest.mark.parametrize("name", ["nobody/has-this-model", "no such model", "../up/and/away", "é"])
def test_an_unknown_model_is_not_looked_for_elsewhere(name: str) -> None:
    with pytest.raises(ModelError, match="download it first"):
        open_model(name)


@pytest.mark.slow
def test_a_model_is_opened_by_its_folder() -> None:
    packaged = open_model()
    by_folder = open_model(str(packaged.folder))
    assert by_folder.checksum == packaged.checksum
    assert by_folder.fingerprint.name == packaged.folder.name


def test_the_command_line_waits_for_nothing_heavy() -> None:
    heavy = ("torch", "transformers", "chromadb", "gradio", "llama_index", "numpy")
    code = f"import sys, assistant.cli.main; print([m for m in {heavy} if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout == "[]\n"


def test_a_passage_is_embedded_behind_its_title_and_section() -> None:
    assert contextual_text("Title.", "Methods", "We asked.") == "Title. Methods. We asked."
    assert contextual_text("Title", "", "We asked.") == "Title. We asked."
    assert contextual_text("Title", "Methods", "Methods\n\nWe asked.") == (
        "Title. Methods\n\nWe asked."
    )


@given(st.text(max_size=400), st.text(max_size=200), st.text(max_size=50))
def test_title_and_section_never_crowd_the_text_out(title: str, section: str, text: str) -> None:
    embedded = contextual_text(title, section, text)
    assert embedded.endswith(text)
    assert len(embedded) - len(text) <= 120 + 60 + 4
