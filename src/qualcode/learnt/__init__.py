"""The coder that comes with the program: learnt beforehand from coded text, for the themes of the pre-study.

:mod:`qualcode.learnt.coder` applies the weights that lie beside it, :mod:`qualcode.learnt.encoder` computes
what they need of the transformer, :mod:`qualcode.learnt.making` makes them. It speaks for a code if the id
and definition are those that it was made with; every other code is learnt from the codebook as always.
``MODEL_CARD.md`` says what it was learnt from, how good it is and what it is not for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.encoders import Encoder, Progress
    from qualcode.encoders.cache import CachedEncoder
    from qualcode.study import Settings, Study
    from qualcode.training.tuned import TunedEncoder


def encoder_for(settings: Settings, codebook: Codebook, *, progress: Progress | None = None) -> Encoder:
    """The encoder that the settings name, together with the learnt coder where that speaks for a theme.

    Args:
        settings: Of the study.
        codebook: Its codebook.
        progress: Called with steps done and all steps, if a model has to be unpacked first.

    Raises:
        ModelError: the model is not installed, or its files are not what was recorded.
    """
    from qualcode.encoders import open_encoder
    from qualcode.encoders.unpack import NAME
    from qualcode.learnt.coder import LearntCoder
    from qualcode.learnt.encoder import LearntEncoder

    coders = settings.coders
    wanted = coders.learnt and coders.themes and settings.encoder.name == NAME
    if wanted and (coder := LearntCoder.shipped()).themes_of(codebook):
        return LearntEncoder(coder, settings.encoder, progress=progress)
    return open_encoder(settings.encoder, progress=progress)


def encoder_of(
    study: Study, codebook: Codebook, *, progress: Progress | None = None
) -> CachedEncoder | TunedEncoder:
    """As :func:`encoder_for`, with the study's own vectors, and with the fine-tuned encoder beside it if the
    study's trained coder has one."""
    from qualcode.encoders.cache import FOLDER, CachedEncoder

    plain = CachedEncoder(encoder_for(study.settings, codebook, progress=progress), study.private / FOLDER)
    if study.settings.coders.trained is None:
        return plain
    from qualcode.training.folder import adapter_of

    if (adapter := adapter_of(study)) is None:
        return plain
    from qualcode.training.tuned import with_adapter

    return with_adapter(study, plain, adapter, progress=progress)
