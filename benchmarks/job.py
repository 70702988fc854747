"""How long a whole run takes on 10,000 segments in 60 sources, and what a second one is spared.

    python benchmarks/job.py
    python benchmarks/job.py --longer
    python benchmarks/job.py --sources 6 --segments 1000
    python benchmarks/job.py --profile edit.prof

A study of invented interviews is made in a temporary folder, with this repository's codebook. It is run first
with empty caches (the model itself is unpacked), then unchanged, after an edited rule, after an edited
example and after one changed source; each run is a process of its own, timed from its start to its end, and
all ratios are to the first of them. Encoding is the time in which the encoder is at work, for the segments
and for the codebook's examples, and loads the model when it is first needed. Exit status 1 if a target is
missed. The targets are meant for the size above: a smaller study has the same fixed costs and misses some.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from job_study import edit_example, edit_rule, edit_source, make_study

GIGABYTE = 1e9


@dataclass(frozen=True)
class Measured:
    """One run: what it said itself, and what was seen from outside.

    Attributes:
        wall: Seconds from the start of the process to its end.
        processor: Seconds of processor time, which other work on the machine hardly changes.
        encoding: Seconds in the encoder.
        encoded: Texts that the encoder was given.
        peak: Most memory that was held, in bytes; see :class:`Memory`.
        segments: Segments that were coded.
        unchanged: It found that there was nothing to do.
        seconds: By stage.
        cached: Sources that a stage found done, by stage.
    """

    wall: float
    processor: float
    encoding: float
    encoded: int
    peak: int
    segments: int
    unchanged: bool
    seconds: dict[str, float]
    cached: dict[str, int]


def run_here(study: Path, prefect: bool, profile: str | None) -> None:
    """The run itself, in this process; prints what it measured as JSON, on the last line."""
    from qualcode.cli import end_at_once
    from qualcode.encoders.embedded import EmbeddedEncoder
    from qualcode.run import run
    from qualcode.study import Study

    end_at_once()
    memory = Memory()
    spent, encode = {"encoding": 0.0, "encoded": 0}, EmbeddedEncoder.encode

    def timed(self, texts, **options):
        started = time.perf_counter()
        try:
            return encode(self, texts, **options)
        finally:
            spent["encoding"] += time.perf_counter() - started
            spent["encoded"] += len(texts)

    EmbeddedEncoder.encode = timed
    if profile:
        import cProfile

        with cProfile.Profile() as watched:
            done = run(Study.open(study), direct=not prefect)
        watched.dump_stats(profile)
    else:
        done = run(Study.open(study), direct=not prefect)
    assert not done.problems, done.problems
    segments = done.counts["coded_segments"]
    about = {
        "segments": segments,
        "unchanged": done.unchanged,
        "seconds": done.seconds,
        "cached": done.cached,
    }
    print(json.dumps({**spent, **about, "processor": time.process_time(), "peak": memory.peak()}))


class Memory:
    """The most memory that this process and those it started have held, in bytes; as if all had held most at
    the same time. Of those it started it knows where there is a ``/proc``."""

    def __init__(self) -> None:
        self._of: dict[str, int] = {}
        threading.Thread(target=self._watch, daemon=True).start()

    def peak(self) -> int:
        """So far."""
        self._look()
        if self._of:
            return sum(self._of.values())
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return used if sys.platform == "darwin" else used * 1024

    def _watch(self) -> None:
        while True:
            self._look()
            time.sleep(0.1)

    def _look(self) -> None:
        # What getrusage says of a new process can be its parent's, so each is asked itself.
        own = str(os.getpid())
        for process in (own, *self._started(own)):
            with suppress(OSError):
                for line in Path(f"/proc/{process}/status").read_text().splitlines():
                    if line.startswith("VmHWM"):
                        self._of[process] = int(line.split()[1]) * 1024

    @staticmethod
    def _started(process: str) -> list[str]:
        found = []
        with suppress(OSError):
            for task in Path(f"/proc/{process}/task").iterdir():
                found += (task / "children").read_text().split()
        return found


def measure(study: Path, prefect: bool, profile: str | None = None) -> Measured:
    """Runs the study in a new process."""
    command = [sys.executable, __file__, "--here", str(study)]
    command += ["--prefect"] * prefect + (["--profile", profile] if profile else [])
    started = time.perf_counter()
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True)
    wall = time.perf_counter() - started
    return Measured(wall=wall, **json.loads(ended.stdout.splitlines()[-1]))


def rows(runs: dict[str, Measured], sources: int) -> list[tuple[str, str, str, bool]]:
    """What is measured, its target, how it came out, and whether that is enough."""
    first, same, rule, example, source = runs.values()

    def times_faster(run: Measured) -> float:
        return first.wall / run.wall

    share, peak = first.encoding / first.wall, max(run.peak for run in runs.values())
    read = {stage: sources - source.cached.get(stage, 0) for stage in ("read", "annotate", "decide")}
    told = ", ".join(f"{stage} {count}" for stage, count in read.items())
    return [
        ("encoding, share of a first run", "≥ 80 %", f"{share:.0%}", share >= 0.8),
        ("peak memory", "≤ 1.5 GB", f"{peak / GIGABYTE:.2f} GB", peak <= 1.5 * GIGABYTE),
        ("nothing changed", "≥ 20 ×", f"{times_faster(same):.1f} ×", times_faster(same) >= 20),
        ("nothing changed: no new run", "yes", "yes" if same.unchanged else "no", same.unchanged),
        ("edited rule", "≥ 8 ×", f"{times_faster(rule):.1f} ×", times_faster(rule) >= 8),
        ("edited rule: texts encoded", "0", str(rule.encoded), rule.encoded == 0),
        ("edited example", "≥ 8 ×", f"{times_faster(example):.1f} ×", times_faster(example) >= 8),
        ("edited example: texts encoded", "1, the example", str(example.encoded), example.encoded == 1),
        ("one changed source: sources worked on", "1", told, set(read.values()) == {1}),
        ("one changed source", "", f"{times_faster(source):.1f} ×", True),
    ]


def show_run(name: str, run: Measured) -> None:
    """Prints a line on one run."""
    stages = ", ".join(f"{stage} {spent:.1f}" for stage, spent in run.seconds.items() if spent >= 0.05)
    times = f"{run.wall:>7.1f} s{run.processor:>9.1f} s{run.encoding:>9.1f} s"
    print(f"{name:<16}{times}{run.encoded:>8}{run.peak / GIGABYTE:>7.2f} GB   {stages}", flush=True)


def show(runs: dict[str, Measured], sources: int) -> bool:
    """Prints what came of the targets; whether every one is met."""
    told = f"{runs['first run'].segments} segments in {sources} sources, {os.cpu_count()} processors"
    if hasattr(os, "getloadavg"):
        told += f"; load {os.getloadavg()[0]:.1f} at the end (other work makes wall times worse)"
    print(f"\n{told}\n\n{'':<40}{'target':<17}measured")
    found = rows(runs, sources)
    for what, target, measured, enough in found:
        verdict = ("ok" if enough else "MISSED") if target else ""
        print(f"{what:<40}{target:<17}{measured:<32}{verdict}")
    return all(enough for *_, enough in found)


def main() -> int:
    """Run and print; the exit status."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--sources", type=int, default=60)
    arguments.add_argument(
        "--segments", type=int, default=10_000, help="about so many, in all sources together"
    )
    arguments.add_argument(
        "--longer", action="store_true", help="segments as long as the demo study's: 33 tokens, not 25"
    )
    arguments.add_argument("--prefect", action="store_true", help="as the flow, with a server for each run")
    arguments.add_argument(
        "--profile", metavar="FILE", help="write a cProfile of one more run, after a rule's edit"
    )
    arguments.add_argument("--here", type=Path, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.here:
        run_here(options.here, options.prefect, options.profile)
        return 0
    from qualcode.encoders.embedded import EmbeddedEncoder

    EmbeddedEncoder().encode(["Modellen är uppackad."])
    edits = {
        "first run": None, "nothing changed": None, "edited rule": edit_rule,
        "edited example": edit_example, "changed source": edit_source,
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder) / "study"
        make_study(study, options.sources, options.segments, options.prefect, options.longer)
        runs = {}
        heads = f"{'wall':>9}{'processor':>11}{'encoding':>11}{'texts':>8}{'memory':>10}   seconds by stage"
        print(f"{'':<16}{heads}")
        for name, edit in edits.items():
            if edit:
                edit(study)
            runs[name] = measure(study, options.prefect)
            show_run(name, runs[name])
        if options.profile:
            edit_rule(study)
            measure(study, options.prefect, os.path.abspath(options.profile))
    return 0 if show(runs, options.sources) else 1


if __name__ == "__main__":
    sys.exit(main())
