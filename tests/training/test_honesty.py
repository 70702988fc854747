"""Nothing that is said of a source may have been learnt from it: tried by turning its labels round."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from qualcode.carrier import Match
from qualcode.codebook import Code, Codebook
from qualcode.coding.heads import VOTERS
from qualcode.coding.others import Voted, Votes
from qualcode.training import curve as curves
from qualcode.training import validation
from qualcode.training.fitted import Fitted, Options
from qualcode.training.fitting import EXAMPLES, Fitting, without_training
from qualcode.training.joined import Joined, Kernels
from qualcode.training.joints import learn_joints
from qualcode.training.regression import drawn
from qualcode.training.validation import gained, held_out, select, thresholds, together, wishes_of

BOOK = Codebook(
    title="Prov",
    codes=(
        Code(id="jobb", name="Jobb", definition="Arbete."),
        Code(id="unga", name="Unga", definition="Arbete för unga.", parent="jobb"),
        Code(id="plats", name="Plats", definition="Platsen."),
    ),
)
N_EXAMPLES, N_SOURCES, N_ROWS = 16, 7, 16
WISHES = wishes_of(BOOK, "f1", {"plats": "precision>=0.8"})


def material(seed: int = 3, *, natural: bool = True) -> Joined:
    """Sources whose people mean ``jobb`` by what a direction of the vectors shows; ``plats`` goes by source,
    and so can be told from nothing but other segments of the same source."""
    random = np.random.default_rng(seed)
    n = N_EXAMPLES + N_SOURCES * N_ROWS
    groups = np.concatenate([np.full(N_EXAMPLES, -1), np.repeat(np.arange(N_SOURCES), N_ROWS)])
    signal = random.normal(size=n)
    vectors = random.normal(scale=0.4, size=(n, 24))
    vectors[:, 0] += 2.0 * signal
    own = random.normal(size=(N_SOURCES, 10))
    vectors[N_EXAMPLES:, 12:22] += 2.5 * own[groups[N_EXAMPLES:]]
    labels = np.zeros((n, 3))
    labels[:, 0] = signal + random.normal(scale=0.5, size=n) > 0
    labels[:, 1] = labels[:, 0] * (vectors[:, 1] > 0)
    labels[N_EXAMPLES:, 2] = (groups[N_EXAMPLES:] % 2) == 0
    labels[:N_EXAMPLES, 2] = random.random(N_EXAMPLES) < 0.5
    before = np.full((n, 24), np.nan)
    before[N_EXAMPLES:] = vectors[N_EXAMPLES:] + random.normal(scale=0.3, size=(n - N_EXAMPLES, 24))
    before[N_EXAMPLES::5] = np.nan
    guess = 0.5 + 0.1 * signal[:, None] + random.normal(scale=0.1, size=(n, 3))
    guess = np.clip(guess, 0.05, 0.95)
    guess[:N_EXAMPLES] = np.nan
    matches = tuple(
        tuple(Match(row, "jobb", rule, "", 0, 0) for rule in ("arbete", "lön") if random.random() < 0.3)
        for row in range(n)
    )
    words = ["ett pass", "nya skift", "vid torget", "på gården", "hos farmor", "i kön"]
    texts = tuple(f"{words[random.integers(6)]} {words[random.integers(6)]} {row}" for row in range(n))
    is_natural = np.zeros((n, 3), bool)
    is_natural[N_EXAMPLES:] = True if natural else (np.arange(n - N_EXAMPLES) % 2 == 0)[:, None]
    return Joined(
        codebook=BOOK,
        texts=texts,
        labels=labels,
        natural=is_natural,
        groups=groups,
        vectors=vectors,
        before=before,
        matches=matches,
        n_examples=N_EXAMPLES,
        segments=np.arange(n - N_EXAMPLES),
        whole_sources=True,
        without={each: guess for each in VOTERS},
        limits={each: np.full(3, 0.5) for each in VOTERS},
    )


def turned(joined: Joined, where: np.ndarray) -> Joined:
    """The same with the labels of some rows turned round."""
    labels = joined.labels.copy()
    labels[where] = 1 - labels[where]
    return replace(joined, labels=labels)


def fitting_of(joined: Joined) -> Fitting:
    return Fitting(joined, Kernels(joined))


@pytest.fixture(scope="module")
def fitting() -> Fitting:
    return fitting_of(material())


@pytest.fixture(scope="module")
def other(fitting: Fitting) -> Fitting:
    """The same, but all that was said of source 4 is turned round."""
    return fitting_of(turned(fitting.joined, fitting.joined.groups == 4))


def learnt(fitting: Fitting, rows: np.ndarray, options: Options) -> Fitted:
    return fitting.fit(rows, options, fitting.families(rows, VOTERS), fitting.parts(rows, VOTERS), VOTERS)


def of_source(joined: Joined, source: int) -> np.ndarray:
    return joined.groups[joined.judged] == source


@pytest.mark.parametrize("voters", ["both", "rules"])
def test_what_is_scored_of_a_source_does_not_depend_on_its_own_labels(
    fitting, other, voters, monkeypatch
) -> None:
    # Of rules alone nothing that is learnt here would be kept.
    monkeypatch.setattr(validation, "worse_given", lambda *_: False)
    here = of_source(fitting.joined, 4)
    one, two = (held_out(each, WISHES, voters) for each in (fitting, other))
    assert np.array_equal(one.probability[here], two.probability[here])
    assert np.array_equal(one.given[here], two.given[here])
    assert not np.allclose(one.probability[~here], two.probability[~here])


def test_the_learning_curve_is_of_segments_whose_source_taught_nothing(fitting, other, monkeypatch) -> None:
    here = of_source(fitting.joined, 4)
    given: list[list[np.ndarray]] = []

    def keep(n, labels, given_by, *more):
        given[-1].append(np.array(given_by)[:, here])
        return n

    monkeypatch.setattr(curves, "_point", keep)
    monkeypatch.setattr(curves, "SHARES", (0.5,))
    sources = [str(group) for group in fitting.joined.groups[fitting.joined.judged]]
    for each in (fitting, other):
        given.append([])
        curves.curve(each, held_out(each, WISHES, "both"), WISHES, "both", sources, [0, 2], lambda: None)
    assert len(given[0]) == 2
    assert all(np.array_equal(one, two) for one, two in zip(*given, strict=True))


def test_other_coders_are_weighed_by_what_other_sources_show(fitting, other) -> None:
    here = of_source(fitting.joined, 4)
    votes = np.random.default_rng(8).uniform(0.05, 0.95, size=(len(here), 3))
    voted = [Voted("nli", "prov@1", 0.3, Votes(votes))]
    said = []
    for each in (fitting, other):
        full = held_out(each, WISHES, "both")
        fitted = select(each, np.arange(len(each.joined.texts)), "both", every=VOTERS)
        _, scored = learn_joints(each.joined, fitted, full, voted, WISHES, "both")
        assert scored is not None
        said.append(scored)
    assert np.array_equal(said[0][0][here], said[1][0][here])
    assert np.array_equal(said[0][1][here], said[1][1][here])


@pytest.mark.parametrize("context", [0.0, 1.0])
def test_what_a_row_got_when_left_out_does_not_depend_on_its_source(fitting, other, context) -> None:
    rows = np.arange(len(fitting.joined.texts))
    here = of_source(fitting.joined, 4)
    found = [learnt(each, rows, Options(0.5, context)) for each in (fitting, other)]
    for voters in VOTERS:
        own = [each.own[voters] for each in found]
        assert np.array_equal(own[0][here], own[1][here])
        assert not np.allclose(own[0][~here], own[1][~here])


def test_a_code_that_goes_by_source_is_not_taken_for_learnt() -> None:
    built = []
    for seed in range(4):
        fitting = fitting_of(material(seed))
        built += select(fitting, np.arange(len(fitting.joined.texts)), "both").heads
    # With seven sources, chance alone makes it look so now and then.
    assert built.count(0) >= 3 and built.count(2) <= 1


@pytest.mark.parametrize("context", [0.0, 1.0])
def test_where_a_row_stands_is_told_as_if_its_source_had_taught_nothing(fitting, context) -> None:
    joined = fitting.joined
    rows = np.arange(len(joined.texts))
    alike = []
    for source in range(N_SOURCES):
        here = rows[joined.groups == source]
        found = []
        for taught in (rows, rows[joined.groups != source]):
            (family,) = (each for each in fitting.families(taught, ["both"]) if 2 in each.columns)
            made = fitting.features(family, here, "both", context, None)[:, family.columns.index(2), 1]
            found.append(made)
        alike.append(np.corrcoef(*found)[0, 1])
    # Not quite the same: the share of segments with the code stays that of all sources.
    assert np.mean(alike) > (0.95 if not context else 0.8)


@pytest.mark.parametrize("voters", VOTERS)
def test_weights_are_drawn_to_what_holds_without_training(fitting, voters) -> None:
    joined, options = fitting.joined, Options(0.2, 0.25)
    rows = np.arange(len(joined.texts))
    fitted = learnt(fitting, rows, options)
    (family,) = (each for each in fitted.families if 0 in each.columns)
    judged, truth = joined.judged, joined.labels[joined.judged, 0]
    made = fitting.features(family, judged, voters, options.context, None)[:, family.columns.index(0)]
    if voters != "model":
        hits = fitting.hits(0, judged)
        fared = fitted.heads[0].rules.fared(hits, truth)
        assert len(set(fared.tolist())) > 3  # by rule, and by the row's own label, that does not count for it
        made = np.column_stack([made, fared])
    # Bias, log-odds without training, where it stands by vector and by letters, what is wrong by both, rules.
    prior = {"rules": [0, 1, 0.5], "model": [0, 1, 0, 0, 0.5, 0.5], "both": [0, 1, 0, 0, 0.5, 0.5, 0]}[voters]
    strengths = options.pull * np.array([3.0, 30.0, *[10.0] * (len(prior) - 2)])
    expected = drawn(made, truth, np.array(prior, float), strengths)
    assert np.allclose(fitted.heads[0].weights[voters], expected)


def test_a_strong_pull_leaves_what_holds_without_training(fitting) -> None:
    joined = fitting.joined
    rows = np.arange(len(joined.texts))
    joined = replace(joined, matches=tuple(() for _ in joined.texts))
    fitted = learnt(fitting_of(joined), rows, Options(1e7))
    assert set(fitted.heads) == {0, 1, 2}
    said = joined.without["rules"][joined.judged]
    assert np.allclose(fitted.own["rules"][:, [0, 2]], said[:, [0, 2]], atol=1e-3)
    assert np.allclose(without_training(np.array([0.0, 0.5, 1.0])), [-5, 0, 5])


def test_where_people_found_nothing_wrong_nothing_is_added() -> None:
    joined = material()
    right = np.where(np.isnan(joined.without["both"]), np.nan, joined.labels * 0.998 + 0.001)
    fitting = fitting_of(replace(joined, without={each: right for each in VOTERS}))
    known = fitting.families(np.arange(len(joined.texts)), ["both"])
    (family,) = (each for each in known if 0 in each.columns)
    made = fitting.features(family, joined.judged, "both", 0.0, None)[:, family.columns.index(0)]
    assert np.abs(made[:, 3:5]).max() < 0.05 < np.abs(made[:, 1:3]).max()


def test_an_example_weighs_less_than_a_judged_segment(fitting) -> None:
    labels = fitting.joined.labels
    (family,) = (each for each in fitting.families(np.arange(len(labels)), ["both"]) if 0 in each.columns)
    weights = np.where(np.arange(len(labels)) < N_EXAMPLES, EXAMPLES, 1.0)
    assert EXAMPLES < 1
    for ridge in family.ridges:
        assert ridge.base == pytest.approx(np.average(labels[:, family.columns], axis=0, weights=weights))


def test_what_people_marked_by_choice_tells_no_shares() -> None:
    joined = material(natural=False)
    marked = np.flatnonzero(~joined.natural[:, 0] & (joined.groups >= 0))
    rows = np.arange(len(joined.texts))
    joined = replace(joined, matches=tuple(() for _ in joined.texts))
    said = []
    for each in (joined, turned(joined, marked)):
        fitted = learnt(fitting_of(each), rows, Options(1.0))
        half = np.full(len(each.judged), 0.5)
        less = gained(each, each.judged, 0, half, each.without["both"][each.judged, 0])
        said.append((fitted.heads[0].weights["rules"].tolist(), less))
    assert said[0] == said[1]


def test_a_code_with_few_judged_segments_is_left_as_it_is() -> None:
    joined = material()
    labels = joined.labels.copy()
    having = np.flatnonzero((labels[:, 0] == 1) & (joined.groups >= 0))
    labels[having[9:], :2] = 0
    few = fitting_of(replace(joined, labels=labels))
    rows = np.arange(len(joined.texts))
    assert few.enough(rows) == [2]
    labels[having[9], 0] = 1
    assert fitting_of(replace(joined, labels=labels)).enough(rows) == [0, 2]


def test_a_code_changes_only_where_it_is_better_by_more_than_chance() -> None:
    rows = np.arange(N_EXAMPLES + N_SOURCES * N_ROWS)
    n_better = 0
    for seed in range(4):
        joined = material(seed)
        # What holds without training is as good as can be had, but for noise.
        random = np.random.default_rng(seed)
        share = np.clip(joined.without["both"], 0.1, 0.9)
        labels = joined.labels.copy()
        labels[N_EXAMPLES:] = random.random((len(rows) - N_EXAMPLES, 3)) < share[N_EXAMPLES:]
        labels[:, 1] *= labels[:, 0]
        fitting = fitting_of(replace(joined, labels=labels))
        fitted = select(fitting, rows, "both")
        for column in fitted.heads:
            n_better += 1
            less, error = gained(
                fitting.joined, joined.judged, column, joined.without["both"][joined.judged, column],
                fitted.own["both"][:, column],
            )  # fmt: skip
            assert less > error
    assert n_better <= 3


def test_a_gain_is_as_sure_as_sources_agree_on_it() -> None:
    joined = material()
    judged = joined.judged
    group = joined.groups[judged]
    truth = joined.labels[judged, 0]
    better = np.where(truth == 1, 0.8, 0.2)
    after = np.where(group % 2 == 0, better, 1 - better)
    less, error = gained(joined, judged, 0, np.full(len(judged), 0.5), after)
    by_source = np.array([N_ROWS * np.log(1.6 if source % 2 == 0 else 0.4) for source in range(N_SOURCES)])
    assert less == pytest.approx(by_source.sum())
    assert error == pytest.approx(by_source.std(ddof=1) * np.sqrt(N_SOURCES))


def test_a_threshold_is_chosen_on_what_rows_got_when_left_out(fitting) -> None:
    joined = fitting.joined
    rows = np.arange(len(joined.texts))
    fitted = select(fitting, rows, "both")
    wishes = wishes_of(BOOK, "precision>=0.9", {})
    limits = thresholds(joined, fitted, wishes, "both")
    assert 0 in fitted.heads and "jobb" in limits.chosen
    given = together(BOOK, fitted.own["both"])[:, 0] >= limits.value["jobb"]
    truth = joined.labels[joined.judged, 0] == 1
    assert truth[given].mean() >= 0.9
    lower = together(BOOK, fitted.own["both"])[:, 0] >= limits.value["jobb"] - 0.2
    assert truth[lower].mean() < truth[given].mean() and given.sum() > 10


def test_a_code_below_is_no_likelier_than_the_code_above() -> None:
    own = np.array([[0.5, 0.8, 0.3], [0.1, 1.0, 0.9]])
    assert together(BOOK, own) == pytest.approx(np.array([[0.5, 0.4, 0.3], [0.1, 0.1, 0.9]]))


def test_a_code_that_gets_surer_but_is_given_worse_is_left_as_it_is() -> None:
    """Far surer of what is no, and less so of what is yes: the log loss falls, and no threshold helps."""
    base = material()
    judged, column = base.judged, BOOK.ids.index("jobb")
    truth = base.labels[judged, column]
    some = np.arange(len(truth)) % 5 == 0
    before = np.where(truth == 1, 0.55, 0.45)
    after = np.where(truth == 1, 0.9, 0.02)
    after[(truth == 1) & some] = 0.01
    limits = {voters: np.full_like(each, 0.5) for voters, each in base.limits.items()}
    joined = replace(base, limits=limits)
    assert validation.gained(joined, judged, column, before, after)[0] > 0
    assert validation.worse_given(joined, judged, column, before, after, "both")
    assert not validation.worse_given(joined, judged, column, before, np.where(truth == 1, 0.9, 0.02), "both")
    assert not validation.worse_given(joined, judged, column, before, before, "both")
