"""The study of invented interviews that ``job.py`` measures on, and the edits it makes to it."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

STARTS = (
    "Alltså, {who} {told} att", "Jag tycker att", "Förra {when} märkte vi att", "Det är så att",
    "Om man frågar {who} så är det klart att", "Sen {when} vet jag att", "Vi sa till {who} att",
    "Ärligt talat tror jag att", "På {place} kände jag att", "Min {kin} brukar säga att",
)  # fmt: skip
CLAUSES = (
    "{who} fick {work} på {place}",
    "det saknas {work} för {group} i {town}",
    "{group} inte vågar gå förbi {place} efter klockan {hour}",
    "ingen vet vad {office} har bestämt om {thing}",
    "{office} lovade {thing} men det blev aldrig av",
    "{who} flyttade till {town} när hyran gick upp {count} kronor",
    "{group} sitter på {place} och väntar på {thing}",
    "protokollet om {thing} bara låg hos {office}",
    "{who} sökte {work} {count} gånger utan att få svar",
    "det är lugnt på {place} sedan {office} satte upp {thing}",
    "man pratar illa om {town} fast {group} trivs",
    "{who} lärde sig svenska på {place} tillsammans med {group}",
)
SHORT = (
    "Så var det.", "Det säger alla.", "Jag vet inte.", "Så är det.", "Det tar tid.", "Ingen frågade oss.",
    "Vi får se.", "Det är synd.", "Jag blev trött.", "Man vänjer sig.", "Det kom inget svar.",
    "Och det regnade.", "Vi skrattade åt det.", "Precis som förut.",
)  # fmt: skip
WORDS = {
    "who": "Amina, min granne, han på hörnet, Leila, vår hyresvärd, tränaren, Petra, Yusuf, chefen, "
    "läraren, Maria, kusinen, ordföranden, vaktmästaren, hon i kassan, Birgitta, kompisen",
    "told": "sa, menade, skrev, påstod, berättade, hörde",
    "when": "veckan, sommaren, vintern, våren, månaden, hösten, fredagen, julen",
    "kin": "bror, mamma, moster, farfar, dotter, svärmor, kollega, granne",
    "work": "sommarjobb, praktik, en fast tjänst, jobb, en lärlingsplats, extrajobb, städjobb, "
    "en anställning, timmar, ett körkort, en utbildning",
    "place": "torget, biblioteket, fritidsgården, stationen, gården, centrum, skolan, gångvägen, "
    "lekplatsen, bussen, fotbollsplanen, tvättstugan, mötet, parkeringen, folkhögskolan",
    "town": "Alby, Fittja, Hallunda, Norsborg, Tumba, Storvreta, Vårby, Tullinge",
    "group": "ungdomarna, tanterna, barnen, pensionärerna, mammorna, killarna i nian, byggarna, "
    "föreningarna, grannarna, studenterna, vi som bor här",
    "office": "kommunen, polisen, nämnden, Arbetsförmedlingen, partnerskapet, fastighetsägarna, "
    "stadsdelen, styrgruppen, regionen, skolledningen, väktarna",
    "thing": "lamporna, budgeten, lokalerna, avtalet, ett svar, en ny hiss, kamerorna, renoveringen, "
    "upphandlingen, pengarna, en trygghetsvandring, nya portar, datorerna",
    "hour": "sju, åtta, nio, tio, elva, tolv",
    "count": "tre, fyra, fem, sex, sju, åtta, nio, tolv, tjugo, trettio, femtio, hundra",
}
CHOICES = {kind: words.split(", ") for kind, words in WORDS.items()}
QUESTIONS = (
    "Kan du berätta mer om {place}?",
    "Hur var det i {town}?",
    "Och {group}?",
    "Vad gjorde {office}?",
)


def filled(draw: random.Random, template: str) -> str:
    """The template with words drawn for its places."""
    parts = template.split("{")
    for number, part in enumerate(parts[1:], 1):
        kind, rest = part.split("}")
        parts[number] = draw.choice(CHOICES[kind]) + rest
    text = "".join(parts)
    return text[0].upper() + text[1:]


LONGER = 0.85
"""How often a segment's last sentence is a long one too, where segments are to be as long as in the demo
study: 33 tokens on average, against 25."""


def interview(draw: random.Random, segments: int, longer: bool = False) -> str:
    """An invented interview with about so many segments, each of three sentences."""
    lines = []
    while segments > 0:
        # Long answers are cut at every third sentence, so that cutting has work to do.
        size = min(segments, draw.choice((1, 1, 2, 3, 5)))
        answer = []
        for _ in range(size):
            clause = filled(draw, draw.choice(CLAUSES))
            if draw.random() < 0.15:
                clause = f"{filled(draw, draw.choice(STARTS))} {clause[0].lower()}{clause[1:]}"
            answer += [f"{clause}.", draw.choice(SHORT), draw.choice(SHORT)]
            if longer and draw.random() < LONGER:
                answer[-1] = f"{filled(draw, draw.choice(CLAUSES))}."
        lines += [f"Intervjuare: {filled(draw, draw.choice(QUESTIONS))}", f"Respondent: {' '.join(answer)}"]
        segments -= size
    return "\n".join(lines) + "\n"


def make_study(folder: Path, sources: int, segments: int, prefect: bool, longer: bool = False) -> None:
    """Writes the study: settings, codebook and corpus."""
    from qualcode.init import pattern_folder

    for part in ("codebook", "flows"):
        shutil.copytree(pattern_folder() / part, folder / part)
    (folder / "corpus").mkdir()
    server = "runner:\n  mode: prefect\n  server: temporary\n" if prefect else "runner:\n  mode: direct\n"
    (folder / "study.yaml").write_text("title: Mätning\n" + server, encoding="utf-8")
    draw = random.Random(1)
    for number in range(sources):
        size = segments * (number + 1) // sources - segments * number // sources
        path = folder / "corpus" / f"intervju-{number + 1:03}.txt"
        path.write_text(interview(draw, size, longer), encoding="utf-8")


def edit_rule(study: Path) -> None:
    """One more word that keeps a code from a segment."""
    path = study / "codebook" / "forstudie.yaml"
    before, mark, after = path.read_text("utf-8").partition("    veto:\n")
    assert mark, f"{path} has no veto to edit"
    path.write_text(f"{before}{mark}      - låtsasjobb\n{after}", encoding="utf-8")


def edit_example(study: Path) -> None:
    """One labelled text says something else."""
    path = study / "codebook" / "forstudie.examples.jsonl"
    first, *rest = path.read_text("utf-8").splitlines()
    labelled = json.loads(first)
    labelled["text"] += " Det gäller även hissarna."
    path.write_text("\n".join([json.dumps(labelled, ensure_ascii=False), *rest]) + "\n", encoding="utf-8")


def edit_source(study: Path) -> None:
    """One interview is longer than it was."""
    path = min((study / "corpus").glob("*.txt"))
    path.write_text(path.read_text("utf-8") + interview(random.Random(2), 3), encoding="utf-8")
