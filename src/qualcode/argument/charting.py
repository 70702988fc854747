"""Tables of claims by group and place, and the map of claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qualcode.argument.dossier_tables import Cell, MapEdge, MapNode, Ref, Row, Table
from qualcode.argument.judging import Material
from qualcode.argument.model import Argumentation, Claim
from qualcode.argument.population import Population
from qualcode.argument.ranking import Ranked
from qualcode.argument.weighing import Weighed
from qualcode.coded import natural
from qualcode.messages import message


def ref(claim: Claim) -> Ref:
    """A claim as others name it."""
    return Ref(claim.id, claim.kind, claim.name)


def tables(
    weighed: Sequence[Weighed], material: Material, population: Population, language: str
) -> tuple[Table, ...]:
    """Claim × group, claim × place, and claim × the argumentation's own groups, where there are any.

    Args:
        weighed: The claims, in the order to show.
        material: The sources.
        population: Who takes part.
        language: Of the titles.
    """
    rows = [each for each in weighed if each.evidenced]
    found = [
        _table("claim_group", material.people.group_column, population.groups, rows, language),
        _table("claim_place", material.people.place_column, population.places, rows, language),
    ]
    groups = material.argumentation.groups
    if groups:
        columns = tuple(group.name for group in groups)
        counts = tuple(len(population.named.get(group.id, ())) for group in groups)
        named = []
        for each in rows:
            theirs = [population.of_group(group.id, each.ranked, material) for group in groups]
            concerned = [group.id in each.claim.concerns.groups for group in groups]
            cells = tuple(_cell(own, about) for own, about in zip(theirs, concerned, strict=True))
            named.append(Row(ref(each.claim), cells))
        title = message("dossier.tables.claim_named", language)
        found.append(Table("claim_named", title, "", columns, counts, tuple(named)))
    return tuple(found)


def _table(
    key: str, attribute: str, by_name: Mapping[str, set[str]], weighed: Sequence[Weighed], language: str
) -> Table:
    ordered = sorted(by_name, key=lambda name: (not name, -len(by_name[name]), natural(name)))
    columns = tuple(name for name in ordered if name or attribute)
    rows = []
    for each in weighed:
        concerned = {one.name for one in each.concerned if key == f"claim_{one.kind}"}
        field = "group" if key == "claim_group" else "place"
        cells = tuple(
            _cell([one for one in each.ranked if getattr(one, field) == name], name in concerned)
            for name in columns
        )
        rows.append(Row(ref(each.claim), cells))
    title = message(f"dossier.tables.{key}", language)
    return Table(key, title, attribute, columns, tuple(len(by_name[name]) for name in columns), tuple(rows))


def _cell(ranked: Sequence[Ranked], concerned: bool) -> Cell:
    sides = {
        side: len({each.passage.source.name for each in ranked if each.passage.side == side})
        for side in ("supports", "challenges", "both")
    }
    return Cell(concerned=concerned, **sides)


def nodes(weighed: Sequence[Weighed], n_gaps: Mapping[str, int]) -> tuple[MapNode, ...]:
    """The map's claims, in the order to show.

    Args:
        weighed: The claims.
        n_gaps: How many gaps each has, by id.
    """
    levels = _levels([each.claim for each in weighed])
    return tuple(
        MapNode(
            id=each.claim.id,
            kind=each.claim.kind,
            label=each.claim.name,
            text=each.claim.text,
            strength=each.strength,
            balance=each.balance,
            supports=each.n_sources("supports"),
            challenges=each.n_sources("challenges"),
            gaps=n_gaps[each.claim.id],
            level=levels[each.claim.id],
        )
        for each in weighed
    )


def edges(argumentation: Argumentation) -> tuple[MapEdge, ...]:
    """The map's edges, in the order of the file."""
    found = []
    for claim in argumentation.claims:
        found += [MapEdge(claim.id, other, "rests_on") for other in dict.fromkeys(claim.rests_on)]
        found += [MapEdge(claim.id, other, "against") for other in dict.fromkeys(claim.against)]
    return tuple(found)


def _levels(claims: Sequence[Claim]) -> dict[str, int]:
    """The longest way down from a claim that nothing rests on."""
    levels = {claim.id: 0 for claim in claims}
    for _ in claims:
        changed = False
        for claim in claims:
            for below in claim.rests_on:
                if levels[below] <= levels[claim.id]:
                    levels[below], changed = levels[claim.id] + 1, True
        if not changed:
            break
    return levels
