"""The theme coder as a spaCy component; it stands apart because spaCy imports every component."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from qualcode.errors import SettingsError


@Language.factory(
    "qualcode_themes",
    default_config={"codebook": None, "encoder": "multilingual-e5-small", "revision": None},
    requires=["doc.spans"],
    assigns=["doc.spans"],
)
def make_themes(
    nlp: Language, name: str, codebook: str | None, encoder: str, revision: str | None
) -> Callable[[Doc], Doc]:
    """The factory ``qualcode_themes``: codes the segments, with the rule matches that are in the Doc.

    Args:
        nlp: The pipeline.
        name: The component's name in it.
        codebook: Path of the codebook.
        encoder: Name of the encoder, as in ``study.yaml``.
        revision: Its revision.

    Raises:
        SettingsError: no codebook is named.
    """
    if codebook is None:
        raise SettingsError(
            f"the component {name!r} has no codebook.",
            remedy="Give its path in the component's config: {'codebook': 'codebook/forstudie.yaml'}.",
        )
    from qualcode.codebook import load
    from qualcode.coding.themes import ThemeCoder
    from qualcode.coding.votes import code_docs
    from qualcode.learnt import encoder_for
    from qualcode.study import EncoderSettings, Settings

    book = load(Path(codebook))
    encoding = encoder_for(Settings(encoder=EncoderSettings(name=encoder, revision=revision)), book)
    coder = ThemeCoder.learn(book, encoding)

    def code(doc: Doc) -> Doc:
        code_docs([doc], coder, encoding)
        return doc

    return code
