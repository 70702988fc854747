"""What ``gate:`` in ``study.yaml`` may say."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Statistic = Literal["kappa", "alpha", "ac1", "percent", "precision", "recall", "f1"]
Origin = Literal["random", "stratified", "uncertain", "import"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GateOfCode(_Part):
    """What one code must reach, where that is not what all must; see :class:`Gate`."""

    statistic: Statistic | None = None
    bound: Literal["low", "value"] | None = None
    least: float | None = Field(default=None, ge=-1, le=1)
    segments: int | None = Field(default=None, ge=1)


class Gate(_Part):
    """What a code must reach to count as validated.

    Attributes:
        statistic: Which figure of agreement between people and the machine.
        bound: ``low``: the lower limit of its 95 % interval must reach ``least``; ``value``: the figure
            itself.
        least: What must be reached.
        segments: On at least so many segments that people judged.
        origins: How these came before the people. Only what was drawn at random, and coded without sight of
            the machine's codes, tells how often it is right on the whole material.
        resample: ``segments``: the interval is for these sources; ``sources``: for sources like these.
        codes: What single codes must reach instead, by code id.
        strict: Leave out codes that are not validated, as ``qualcode run --strict`` does.
    """

    statistic: Statistic = "kappa"
    bound: Literal["low", "value"] = "low"
    least: float = Field(default=0.6, ge=-1, le=1)
    segments: int = Field(default=50, ge=1)
    origins: tuple[Origin, ...] = ("random", "stratified")
    resample: Literal["segments", "sources"] = "segments"
    codes: dict[str, GateOfCode] = Field(default_factory=dict)
    strict: bool = False

    def of(self, code: str) -> Gate:
        """What this code must reach."""
        own = self.codes.get(code)
        return self if own is None else self.model_copy(update=own.model_dump(exclude_none=True))
