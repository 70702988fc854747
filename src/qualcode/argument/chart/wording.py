"""What the map says of claims, in words."""

from __future__ import annotations

from functools import partial

from qualcode.argument.dossier import Dossier
from qualcode.argument.dossier_tables import MapNode
from qualcode.argument.xmltext import line
from qualcode.messages import message
from qualcode.report.numerals import percent


class Sayings:
    """Words for one map.

    Attributes:
        title: Its name.
        about: How to read it.
        most: The most sources that stand on one side of a claim.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._dossier, self._say = dossier, partial(message, language=dossier.language)
        self.title = self._say("dossier.map.title", title=line(dossier.title))
        self.about = self._say("dossier.map.about", n=len(dossier.nodes))
        self.most = max((max(node.supports, node.challenges) for node in dossier.nodes), default=0)
        self._labels = {node.id: line(node.label) for node in dossier.nodes}

    def kind(self, kind: str) -> str:
        """A kind's name."""
        return self._say(f"dossier.kinds.{kind}")

    def legend(self, key: str) -> str:
        """What a sign means."""
        return self._say(f"dossier.map.legend.{key}")

    def label(self, node: MapNode) -> str:
        """A claim's short name."""
        return self._labels[node.id]

    def meta(self, node: MapNode) -> str:
        """Strength and gaps of a claim, for the line below its name; the kind of one that was not tried."""
        if not self._tried(node):
            return self.kind(node.kind)
        parts = [percent(round(node.strength, 2), self._dossier.language)]
        if node.gaps:
            parts.append(self._say(f"dossier.map.gaps.{'one' if node.gaps == 1 else 'many'}", n=node.gaps))
        return " · ".join(parts)

    def node(self, node: MapNode) -> str:
        """A claim with its figures and what it is tied to, in sentences."""
        if self._tried(node):
            key = "figures_objection" if node.kind == "objection" else "figures"
            figures = self._say(
                f"dossier.map.{key}",
                supports=node.supports,
                challenges=node.challenges,
                share=percent(round(node.strength, 2), self._dossier.language),
                gaps=node.gaps,
            )
        else:
            figures = self._say("dossier.map.figures_none")
        ties = []
        for relation, heading in (("rests_on", "rests_on"), ("against", "against")):
            others = [
                self._labels[edge.end]
                for edge in self._dossier.edges
                if edge.start == node.id and edge.relation == relation
            ]
            if others:
                ties.append(self._say(f"dossier.page.{heading}", claims="; ".join(others)))
        words = self._say(
            "dossier.map.node",
            kind=self.kind(node.kind),
            label=self.label(node),
            figures=figures,
            ties=" ".join(ties),
        )
        return words.strip()

    def all(self) -> str:
        """The whole map in words."""
        return "\n".join([self.about, *map(self.node, self._dossier.nodes)])

    def _tried(self, node: MapNode) -> bool:
        return self._dossier.part(node.id).evidenced
