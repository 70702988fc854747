"""Who votes on codes: the section ``coders:`` of ``study.yaml``."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NliSettings(_Settings):
    """A model of inference that is asked whether a segment means what a code's definition says.

    Attributes:
        name: Its name on the hub (``KBLab/megatron-bert-large-swedish-cased-165-zero-shot``), or a folder.
        revision: Commit of the model; without one it must have been fetched and its revision recorded.
        template: The statement that is tried, with ``{definition}`` and ``{name}`` of the code.
        batch: Pairs of segment and statement a batch.
        weight: Its share of the log-odds, where none has been learnt by ``qualcode train``.
    """

    name: str
    revision: str | None = None
    template: str = "Det här handlar om följande: {definition}"
    batch: int = Field(default=16, ge=1)
    weight: float = Field(default=0.3, gt=0, lt=1)


class LlmSettings(_Settings):
    """A language model behind an address that answers as OpenAI's does (Ollama, vLLM, llama.cpp …).

    Attributes:
        url: The address, as in ``http://127.0.0.1:11434/v1``. Interview text is sent there.
        model: What the server calls the model.
        revision: What you know of its version; it is told beside the codes.
        key: Name of the environment variable that holds the key, if the server wants one.
        batch: Segments a request.
        concurrency: Requests at the same time.
        timeout: Seconds until a request is given up.
        retries: How often a request that failed is sent again.
        seed: Sent with each request, for answers that repeat.
        weight: Its share of the log-odds, where none has been learnt by ``qualcode train``.
    """

    url: str = Field(pattern=r"^https?://[^\s/]+")
    model: str
    revision: str = ""
    key: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    batch: int = Field(default=8, ge=1)
    concurrency: int = Field(default=2, ge=1, le=32)
    timeout: float = Field(default=120.0, gt=0)
    retries: int = Field(default=4, ge=0)
    seed: int = 0
    weight: float = Field(default=0.5, gt=0, lt=1)


class Coders(_Settings):
    """Who votes.

    Attributes:
        rules: The codebook's rules.
        themes: The transformer with what is learnt from the codebook's examples.
        learnt: The coder that comes with the program, for the themes that it knows (:mod:`qualcode.learnt`).
        trained: Name of a coder that ``qualcode train`` made; it builds on theirs.
        nli: A zero-shot model of inference; off unless it is named.
        llm: A language model; off unless it is named.
    """

    rules: bool = True
    themes: bool = True
    learnt: bool = True
    trained: str | None = None
    nli: NliSettings | None = None
    llm: LlmSettings | None = None
