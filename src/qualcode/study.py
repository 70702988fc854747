"""A study: its folders and its settings, found from where you stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from qualcode.coding.settings import Coders
from qualcode.errors import Place, SettingsError
from qualcode.gate.settings import Gate
from qualcode.transcript import Role

SETTINGS_FILE = "study.yaml"


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Folders(_Settings):
    """Where things stand, relative to the study's folder."""

    corpus: str = "corpus"
    outputs: str = "outputs"
    flows: str = "flows"
    codings: str = "codings"
    models: str = "models"


class Segmentation(_Settings):
    """How turns are cut into the units that are coded.

    Attributes:
        sentences: Most sentences in a segment.
        characters: A segment is not extended beyond this many code points by a further sentence.
        roles: Whose turns are coded. Turns without a known role (notes, documents) always are.
    """

    sentences: int = Field(default=3, ge=1, le=10)
    characters: int = Field(default=320, ge=40)
    roles: tuple[Role, ...] = ("respondent", "participant", "facilitator")


class SourceSettings(_Settings):
    """What a person knows better than the reader's guess, for one source (or ``*`` for all).

    Attributes:
        roles: Role by speaker label.
        labels: The only speaker labels there are; anything else before a colon is text.
        rename: Speaker label as it is written → as it should be called.
        language: Language of the source, if not the study's.
        encoding: Encoding of a text file, if the reader's guess is wrong.
        text_columns: Headers of the columns of a table (.csv, .xlsx) that hold texts; the others become
            attributes of the row.
        speaker_column: Header of the column that says who speaks; empty if none does.
    """

    roles: dict[str, Role] = Field(default_factory=dict)
    labels: tuple[str, ...] = ()
    rename: dict[str, str] = Field(default_factory=dict)
    language: str | None = None
    encoding: str | None = None
    text_columns: tuple[str, ...] = ()
    speaker_column: str | None = None


class EncoderSettings(_Settings):
    """Which transformer turns text into vectors.

    Attributes:
        name: ``multilingual-e5-small`` (embedded), a Hugging Face name, or a local folder.
        revision: Commit of a Hugging Face model; without one the model must have been fetched and its
            revision recorded by ``qualcode models fetch``.
        threads: Threads for inference; 0 lets the machine decide.
        batch: Segments a batch.
    """

    name: str = "multilingual-e5-small"
    revision: str | None = None
    threads: int = Field(default=0, ge=0)
    batch: int = Field(default=32, ge=1)


class TranscriberSettings(_Settings):
    """Which Whisper model ``qualcode transcribe`` hears with.

    Attributes:
        name: A model in CTranslate2's format that was fetched, or a local folder.
        revision: Its commit; without one the model must have been fetched and its revision recorded.
        threads: Threads; 0 lets the machine decide.
    """

    name: str = "KBLab/kb-whisper-small"
    revision: str | None = None
    threads: int = Field(default=0, ge=0)


class Training(_Settings):
    """What ``qualcode train`` goes by.

    Attributes:
        wish: What thresholds are chosen for: ``f1``, ``precision>=0.9`` or ``recall>=0.9``.
        wishes: The same by code id, where it differs; it holds for the codes below too.
    """

    wish: str = "f1"
    wishes: dict[str, str] = Field(default_factory=dict)


class Runner(_Settings):
    """How the flow runs.

    Attributes:
        mode: ``prefect`` runs the Prefect flow; ``direct`` runs the same functions in this process.
        server: ``auto`` uses a kept local server, ``temporary`` Prefect's own for each run, or the address
            of a server (``http://127.0.0.1:4200/api``).
        workers: Sources that are read at the same time.
    """

    mode: Literal["prefect", "direct"] = "prefect"
    server: str = "auto"
    workers: int = Field(default=2, ge=1)


class Outputs(_Settings):
    """What a run writes, and in which language people read it.

    Attributes:
        formats: Names of writers; all of them if empty.
        language: ``sv`` or ``en``.
        keep: How many runs stay in ``outputs/`` (0: all).
    """

    formats: tuple[str, ...] = ()
    language: Literal["sv", "en"] = "sv"
    keep: int = Field(default=0, ge=0)


class People(_Settings):
    """How a study's own decisions (``codings/``) settle which codes a segment has.

    Attributes:
        disagreement: What holds where people say different things of one segment and code. ``majority``: what
            most of them say; where as many say yes as no, what the machine says. ``latest``: the last word.
            ``any``: one yes is enough.
        imported: What it means that a coder of an imported list marked nothing. ``marks``: nothing is learnt
            from it. ``whole``: a no, for whoever marked something in a source read all of it with every code
            that they used; it teaches, but takes no code away in a run.
    """

    disagreement: Literal["majority", "latest", "any"] = "majority"
    imported: Literal["marks", "whole"] = "marks"


class NerSettings(_Settings):
    """A Hugging Face model that finds names, beside the rules.

    Attributes:
        name: Its name on the hub (``KBLab/bert-base-swedish-cased-ner``), or a local folder.
        revision: Commit of the model.
    """

    name: str
    revision: str | None = None


class Deidentify(_Settings):
    """Whether and how a study's sources are de-identified; ``deidentify: true`` is enough.

    Attributes:
        enabled: Whether they are. A mapping that does not say so means yes.
        list: The study's own list (YAML or plain text): organizations and places to replace, names that are
            always or never replaced.
        keys: Folder of the key and the review list; apart from ``outputs/``, never to be shared.
        keep: Kinds that stay: ``person``, ``phone``, ``mail``, ``id``, ``address``, ``organization``,
            ``place``.
        ner: A model that finds names too.
        passphrase_file: A file whose first line is the key's passphrase.
    """

    enabled: bool = False
    list: str = "deidentify.yaml"
    keys: str = "keys"
    keep: tuple[Literal["person", "phone", "mail", "id", "address", "organization", "place"], ...] = ()
    ner: NerSettings | None = None
    passphrase_file: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, given: Any) -> Any:
        if isinstance(given, bool):
            return {"enabled": given}
        return {"enabled": True, **given} if given and isinstance(given, dict) else given


class Settings(_Settings):
    """The whole of ``study.yaml``; an empty file is a valid one.

    Attributes:
        title: What outputs call the study.
        language: Language of the sources, unless a source says otherwise.
        codebook: The codebook's path.
        thresholds: Probability from which a code is given, by code id; the others learn theirs.
        sources: Overrides by source name; ``*`` for all.
        gate: What a code must reach to count as validated.
        deidentify: Whether names, numbers and addresses are replaced before anything else is done.
        people: How people's decisions settle codes.
    """

    title: str = ""
    language: str = "sv"
    codebook: str = "codebook/forstudie.yaml"
    folders: Folders = Folders()
    segmentation: Segmentation = Segmentation()
    sources: dict[str, SourceSettings] = Field(default_factory=dict)
    deidentify: Deidentify = Deidentify()
    encoder: EncoderSettings = EncoderSettings()
    transcriber: TranscriberSettings = TranscriberSettings()
    coders: Coders = Coders()
    thresholds: dict[str, float] = Field(default_factory=dict)
    gate: Gate = Gate()
    people: People = People()
    training: Training = Training()
    runner: Runner = Runner()
    outputs: Outputs = Outputs()


@dataclass(frozen=True, slots=True)
class Study:
    """A study's folder and settings; ``Study.find()`` is the usual way to one."""

    root: Path
    settings: Settings = field(default_factory=Settings)

    @classmethod
    def find(cls, start: Path | None = None) -> Study:
        """The study in ``start`` or the nearest folder above it that has a ``study.yaml``.

        Raises:
            SettingsError: there is none, or its settings are not valid.
        """
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if (folder / SETTINGS_FILE).is_file():
                return cls.open(folder)
        raise SettingsError(
            f"no {SETTINGS_FILE} here or in a folder above.",
            where=Place(start),
            remedy="Go to the study's folder, or make one with `qualcode init NAME`.",
        )

    @classmethod
    def open(cls, root: Path) -> Study:
        """The study in exactly this folder."""
        from qualcode.located import load_model

        return cls(root, load_model(root / SETTINGS_FILE, Settings, error=SettingsError))

    @property
    def corpus(self) -> Path:
        """Where sources are dropped."""
        return self.root / self.settings.folders.corpus

    @property
    def codebook(self) -> Path:
        """The codebook's file."""
        return self.root / self.settings.codebook

    @property
    def outputs(self) -> Path:
        """One folder a run, and ``latest``."""
        return self.root / self.settings.folders.outputs

    @property
    def codings(self) -> Path:
        """What people said: decisions on codes, one row each."""
        return self.root / self.settings.folders.codings

    @property
    def private(self) -> Path:
        """Caches and Prefect's files, which hold interview text; never shared."""
        return self.root / ".qualcode"

    @property
    def keys(self) -> Path:
        """The key of de-identification and its review list, which hold what was replaced; never shared."""
        return self.root / self.settings.deidentify.keys

    def strictly(self, strict: bool = True) -> Study:
        """The same study, with codes that are not validated left out of its runs."""
        if not strict or self.settings.gate.strict:
            return self
        gate = self.settings.gate.model_copy(update={"strict": True})
        return Study(self.root, self.settings.model_copy(update={"gate": gate}))

    def language_of(self, name: str) -> str:
        """The language of a source: its own, or the study's."""
        return self.source_settings(name).language or self.settings.language

    def source_settings(self, name: str) -> SourceSettings:
        """The overrides for a source, those for ``*`` filled in beneath."""
        common = self.settings.sources.get("*", SourceSettings())
        own = self.settings.sources.get(name, SourceSettings())
        return SourceSettings(
            roles={**common.roles, **own.roles},
            labels=own.labels or common.labels,
            rename={**common.rename, **own.rename},
            language=own.language or common.language,
            encoding=own.encoding or common.encoding,
            text_columns=own.text_columns or common.text_columns,
            speaker_column=common.speaker_column if own.speaker_column is None else own.speaker_column,
        )
