"""What the Swedish dictionary says of words that may be names."""

from __future__ import annotations


def is_inflected(label: str) -> bool:
    """Whether a label is an inflected form of an ordinary word (``Lokalerna``)."""
    import simplemma

    lemma = simplemma.lemmatize(label.capitalize(), lang="sv")
    return lemma[:1].islower() and lemma != label.casefold()


def has_word(word: str) -> bool:
    """Whether a word is an ordinary Swedish one; names are not, nor is what the dictionary has not seen."""
    import simplemma

    if simplemma.is_known(word, lang="sv"):
        return is_word(word)
    return simplemma.lemmatize(word, lang="sv", greedy=True) != word


def is_word(word: str) -> bool:
    """Whether the dictionary has the word, and not as a name."""
    import simplemma

    return (
        simplemma.is_known(word, lang="sv")
        and simplemma.lemmatize(word.capitalize(), lang="sv")[:1].islower()
    )
