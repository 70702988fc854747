"""De-identification: names, numbers and addresses replaced by pseudonyms before a text is worked on.

:func:`of` stands between the corpus and all that follows. What comes after it (stages, caches, outputs,
messages) sees de-identified names, metadata, settings and texts only. The modules each have one subject:

- what is found: ``telephones``, ``spoken_numbers``, ``mail``, ``handles``, ``personal_numbers``,
  ``addresses``, ``study_list``; names by ``naming`` with ``cues``, ``english_cues``, ``name_context``,
  ``name_runs``, ``strangers``, ``small_letters``, ``short_texts``, ``ner``, and what is known of words:
  ``name_lists``, ``world_lists``, ``worldly``, ``well_known``, ``verbs``, ``sightings``; ``source_finder``
  looks at a source and ``finder`` at a whole study;
- who is who and what they are called: ``people``, ``pseudonyms``, ``rewriting``;
- what is kept: ``key`` (``sealed``, ``passphrase``), ``review``, ``state``; ``work`` does it all,
  ``study_view`` shows it to all that follows; ``older_runs`` finds what was made before a name was known;
- and back: ``reidentification``; for sharing: ``copies``, ``copied_tables``.

Nothing here anonymizes: what somebody tells may still show who they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.corpus import Corpus
    from qualcode.deidentify.study_view import Deidentified
    from qualcode.study import Study


def of(study: Study, corpus: Corpus) -> tuple[Study, Corpus, Deidentified | None]:
    """A study and its corpus as all that follows sees them.

    Args:
        study: The study.
        corpus: What was found in its corpus.

    Returns:
        Both without identifiers, and where the transcripts come from; the same as they were, and None, where
        the study does not ask for de-identification.

    Raises:
        PassphraseError, KeyDamagedError, SettingsError, ModelError, OutputError: it is asked for and cannot
            be done. Nothing goes on without it.
    """
    if not study.settings.deidentify.enabled:
        return study, corpus, None
    from qualcode.deidentify.study_view import Deidentified

    view = Deidentified(study, corpus)
    return view.study, view.corpus, view


def prepare(study: Study) -> None:
    """De-identifies a study that asks for it and has changed: a run after it need not ask for a passphrase.

    Raises:
        PassphraseError, KeyDamagedError, SettingsError, ModelError, OutputError: as :func:`of`.
    """
    if study.settings.deidentify.enabled:
        from qualcode.corpus import survey

        of(study, survey(study))
