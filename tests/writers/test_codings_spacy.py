"""``codings.spacy`` brings everything back."""

from spacy.tokens import DocBin
from spacy.vocab import Vocab

from qualcode import coded, writers


def test_a_docbin_brings_back_text_turns_segments_and_codings(run, tmp_path):
    [path] = writers.all()["codings.spacy"].write(run, tmp_path)
    docs = list(DocBin().from_disk(path).get_docs(Vocab()))
    assert coded.sources(docs) == run.sources
