"""What tests of the dossier's rendered files share: quotes with hostile words."""

from __future__ import annotations

from dataclasses import replace

from qualcode.argument.dossier import ClaimPart, Dossier
from qualcode.argument.dossier_quotes import Quote

HOSTILE = (
    '=HYPERLINK("x") <script>alert(1)</script> & ]]> \x00\x07\x1b \ud800 \ufffe \u202e vänt \u2066 '
    "😀 שלום {{ 7*7 }} <w:p/> &lt;"
)


def each_quote(dossier: Dossier, change) -> Dossier:
    """The dossier with every quote changed."""
    parts = []
    for part in dossier.parts:
        views = {
            view.name: replace(
                view,
                **{
                    side.name: replace(
                        side, quotes=tuple(map(change, side.quotes)), rest=tuple(map(change, side.rest))
                    )
                    for side in view.sides
                },
            )
            for view in part.views
        }
        divided = tuple(
            replace(group, quotes=tuple(map(change, group.quotes))) for group in part.disagreements
        )
        listed = tuple(map(change, part.candidates))
        parts.append(replace(part, disagreements=divided, candidates=listed, **views))
    return replace(dossier, parts=tuple(parts))


def hostile(dossier: Dossier) -> Dossier:
    """The dossier with hostile words wherever a file, a codebook or an argumentation may bring them in."""

    def quote(one: Quote) -> Quote:
        return replace(
            one, text=HOSTILE, question=HOSTILE, before=HOSTILE, source=HOSTILE, speaker=HOSTILE,
            group=HOSTILE, reason=HOSTILE, href="../run/report.html#/citat?id=1&x=<script>",
        )  # fmt: skip

    def part(one: ClaimPart) -> ClaimPart:
        return replace(one, label=HOSTILE, text=HOSTILE, memo=HOSTILE)

    found = each_quote(dossier, quote)
    return replace(
        found,
        title=HOSTILE,
        study=HOSTILE,
        memo=HOSTILE,
        parts=tuple(map(part, found.parts)),
        nodes=tuple(replace(node, label=HOSTILE, text=HOSTILE) for node in found.nodes),
    )
