"""Searching all that was said: each hit with the words around it, and the quote that it stands in."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from qualcode import wording
from qualcode.desk.acts import RefusedError

if TYPE_CHECKING:
    from qualcode.desk.material import Material
    from qualcode.search import SearchIndex

MOST = 500
"""So many hits are sent; who gets more asks for something narrower."""
AROUND = 90
"""Characters of the turn on either side of a hit."""


class Finder:
    """The words of a run's sources; they are looked through when something is searched for the first time.

    Args:
        material: The run.
    """

    def __init__(self, material: Material) -> None:
        self._material = material

    @cached_property
    def _index(self) -> SearchIndex:
        from qualcode.search.of_run import of_sources

        return of_sources(self._material.sources, self._material.study, self._material.codebook)

    def find(self, words: str, blind: bool) -> dict[str, Any]:
        """``total`` hits, and of the first :data:`MOST` where they stand and which quote is there.

        Raises:
            RefusedError: the words make no query.
        """
        from qualcode.search import QueryError

        try:
            found = self._index.search(words, context=AROUND)
        except QueryError as error:
            raise RefusedError("query") from error
        material = self._material
        hits = []
        for hit in (found[at] for at in range(min(len(found), MOST))):
            source = material.sources[material.source_numbers[hit.source]]
            units, turn = material.offsets[hit.source].units, source.turns[hit.turn]
            hits.append(
                {
                    "source": material.source_numbers[hit.source],
                    "start": units(hit.start),
                    "left": ("… " if hit.start - len(hit.left) > turn.start else "") + hit.left,
                    "match": hit.match,
                    "right": hit.right + (" …" if hit.end + len(hit.right) < turn.end else ""),
                    "speaker": turn.speaker or "",
                    "time": wording.clock(turn.begins),
                    "codes": [] if blind else [material.code_numbers[code] for code in hit.codes],
                    "segment": next(
                        (each.index for each in source.segments if each.start <= hit.start < each.end), -1
                    ),
                }
            )
        return {"total": len(found), "hits": hits}
