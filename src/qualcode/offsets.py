"""Places in a text as the page counts them (UTF-16 units) and as the program does (code points)."""

from __future__ import annotations

from bisect import bisect_left


class Offsets:
    """Both ways of counting in one text.

    Args:
        text: The text.
    """

    def __init__(self, text: str) -> None:
        # Where each character beyond the basic plane stands; it takes two units.
        self._wide = [at for at, character in enumerate(text) if character > "\uffff"] if _any(text) else []
        self._length = len(text)

    def units(self, point: int) -> int:
        """Code points → UTF-16 units."""
        return point + bisect_left(self._wide, point)

    def points(self, unit: int) -> int:
        """UTF-16 units → code points.

        Raises:
            ValueError: it is outside of the text, or in the middle of a character.
        """
        low, high = max(0, unit - len(self._wide)), min(unit, self._length)
        while low < high:
            middle = (low + high) // 2
            if self.units(middle) < unit:
                low = middle + 1
            else:
                high = middle
        if low > self._length or self.units(low) != unit:
            raise ValueError("there is no such place in the text")
        return low


def _any(text: str) -> bool:
    return not text.isascii() and max(text) > "\uffff"
