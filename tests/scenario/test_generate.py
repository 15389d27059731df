"""The generator: schemas, the same partnership whatever the count, common draws, what each profile moves."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from maillage.kernel import BadInput
from maillage.observatory.vocabulary import FRAMES
from maillage.scenario import generate
from maillage.scenario.parameters import PARAMETERS, fingerprint
from maillage.scenario.profiles import NAMES, PROFILES, shifts

# What the hash protects: parameters are set before any AUC is read. Changing one changes what the proof says:
# say why in the change log, then write the new hash here.
FROZEN = "f32c338af304502e00446146edaac94564ca87b84f38bb294bf4cebf3c615852"
END = date(2026, 6, 30)


@pytest.fixture(scope="module")
def sound():
    return generate(count=70, years=3, seed=11)


def test_the_parameters_are_frozen():
    assert fingerprint(sorted(PROFILES.items())) == FROZEN


def test_frames_are_those_of_the_observatory(sound):
    assert set(sound.frames) == set(FRAMES)
    for name, rows in sound.frames.items():
        assert dict(rows.schema) == FRAMES[name].schema, name
        assert rows["partnership"].is_sorted(), name
        assert rows.height or name == "after_elections", name


def test_nothing_is_known_of_the_future(sound):
    for name, rows in sound.frames.items():
        shape = FRAMES[name]
        assert (rows[shape.born] <= END).all(), name
        for dated in shape.outcomes:
            if dated != "end":
                assert (rows[dated].drop_nulls() <= END).all(), (name, dated)


def test_rows_that_refer_find_what_they_refer_to(sound):
    frames = sound.frames
    for name, column, other in [
        ("attendance", "meeting", "meetings"),
        ("attendance", "institution", "institutions"),
        ("items", "meeting", "meetings"),
        ("items", "proposer", "institutions"),
        ("decisions", "meeting", "meetings"),
        ("commitments", "institution", "institutions"),
        ("commitments", "towards", "institutions"),
        ("reviews", "sheet", "sheets"),
        ("grants", "sheet", "sheets"),
        ("meetings", "body", "bodies"),
    ]:
        key = {"meetings": "meeting", "institutions": "institution", "sheets": "sheet", "bodies": "body"}[
            other
        ]
        lost = frames[name].filter(pl.col(column).is_not_null()).join(
            frames[other], left_on=["partnership", column], right_on=["partnership", key], how="anti"
        )  # fmt: skip
        assert lost.is_empty(), (name, column)


def test_ids_are_unique(sound):
    for name, column in [("meetings", "meeting"), ("institutions", "institution"), ("sheets", "sheet"),
                         ("commitments", "commitment"), ("grants", "grant")]:  # fmt: skip
        assert sound.frames[name][column].is_unique().all(), name


def test_a_partnership_is_the_same_whatever_the_count(sound):
    few = generate(count=37, years=3, seed=11)
    for name, rows in few.frames.items():
        assert rows.equals(sound.frames[name].filter(pl.col("partnership") <= 37)), name
    assert few.truth.equals(sound.truth.head(37))


def test_batches_change_nothing(sound, monkeypatch):
    monkeypatch.setattr("maillage.scenario.generator.BATCH", 64)
    again = generate(count=70, years=3, seed=11)
    for name, rows in again.frames.items():
        assert rows.equals(sound.frames[name]), name


def test_another_seed_gives_others(sound):
    other = generate(count=70, years=3, seed=12)
    assert not other.frames["attendance"].equals(sound.frames["attendance"])


def test_nothing_planted_is_sound(sound):
    none = generate(count=70, years=3, seed=11, profile="no_evaluation", intensity=0.0)
    for name, rows in none.frames.items():
        assert rows.equals(sound.frames[name]), name


@pytest.mark.parametrize(
    ("profile", "moved"),
    [("video", {"grants", "objectives", "priorities", "controls"}),
     ("no_feedback", {"signals", "alerts"}),
     ("facade", {"decisions", "items", "commitments"}),
     ("slow_alert", {"alerts"}),
     ("recycled", {"sheets", "objectives", "priorities"}),
     ("one_way", {"transmissions", "signals", "data_requests", "refusals"})],
)  # fmt: skip
def test_scenarios_differ_only_where_their_parameters_do(sound, profile, moved):
    ill = generate(count=70, years=3, seed=11, profile=profile, intensity=0.5)
    changed = {name for name, rows in ill.frames.items() if not rows.equals(sound.frames[name])}
    assert changed == moved


def test_a_stronger_change_only_goes_further():
    """Common draws: what is already refused at one half stays refused at one."""
    half, whole = (
        generate(count=70, years=3, seed=11, profile="no_evaluation", intensity=x) for x in (0.5, 1)
    )
    held_half, held_whole = half.frames["reviews"]["held"], whole.frames["reviews"]["held"]
    assert len(held_half) == len(held_whole)
    assert not (held_whole & ~held_half).any()
    assert held_whole.sum() < held_half.sum()


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_each_profile_moves_its_own_parameters_only(profile):
    moved = shifts({profile: np.array([0.7])})
    assert set(moved) == PROFILES[profile].moved <= set(PARAMETERS)
    assert all(np.isfinite(value).all() and (value != 0).all() for value in moved.values())


def test_profiles_add_up():
    both = shifts({"mono_sectoral": np.array([0.5]), "mere_presence": np.array([1.0])})
    assert both["joint"] == pytest.approx([-3.2 * 0.5 - 0.4])


# medians that the design states, sound then one half: natural quantities, not what indicators make of them
STATED = [
    ("great_absentees", "P2m", 0.69, 0.22),
    ("corridors", "D1", 0.81, 0.41), ("facade", "D2", 0.12, 0.02),
    ("mono_sectoral", "C2", 0.09, 0.50),
    ("mono_sectoral", "C1", 0.67, 0.29), ("ready_made", "D6", 0.69, 0.33),
    ("loose_commitments", "C9", 0.73, 0.26), ("broken_commitments", "C10", 0.76, 0.43),
    ("recycled", "C8", 0.21, 0.60), ("state_leadership", "D5", 0.40, 0.16), ("bilateral", "D3", 0.33, 0.70),
    ("retention", "I3", 0.73, 0.38), ("retention", "I1", 0.82, 0.55), ("one_way", "I9", 0.46, 0.19),
    ("substitution", "M1", 0.07, 0.30), ("paper_control", "M5", 0.22, 0.08),
    ("lost_memory", "H3", 0.67, 0.33),
    ("no_first_line", "P6", 0.46, 0.21), ("no_feedback", "I8", 0.77, 0.43), ("slow_alert", "A1m", 0.67, 0.38),
    ("no_evaluation", "E2", 0.80, 0.40), ("running_out", "R3", 0.51, 0.31), ("crisis_only", "R4", 0.03, 0.19),
]  # fmt: skip


@pytest.mark.parametrize(("profile", "figure", "well", "half"), STATED)
def test_what_is_planted_is_what_the_design_states(profile, figure, well, half):
    for x, expected in ((0.0, well), (0.5, half)):
        planted = generate(count=192, years=3, seed=5, profile=profile, intensity=x).truth[
            f"planted_{figure}"
        ]
        assert planted.median() == pytest.approx(expected, abs=0.08)


YEAR = pl.col("day") > date(2025, 6, 30)
DUE = pl.col("due") > date(2025, 6, 30)
COUNTED = [
    ("P1", "attendance", pl.col("present"), YEAR),
    ("D1", "decisions", pl.col("in_body"), YEAR),
    ("C8", "sheets", pl.col("existing"), True),
    ("C10", "commitments", pl.col("kept"), pl.col("closed") > date(2025, 6, 30)),
    ("D6", "objectives", pl.col("linked") & pl.col("local"), True),
    ("I1", "statements", pl.col("on_time"), DUE),
    ("I8", "signals", pl.col("feedback"), YEAR),
    ("I9", "transmissions", pl.col("giver_core"), YEAR),
    ("M5", "controls", pl.col("controlled"), YEAR),
    ("E2", "reviews", pl.col("held"), DUE),
    ("A2", "alerts", pl.col("closed"), YEAR),
]


@pytest.fixture(scope="module")
def many():
    return generate(count=500, years=3, seed=8, profile="paper_control:0.4,no_evaluation:0.3")


@pytest.mark.parametrize(("figure", "name", "outcome", "kept"), COUNTED)
def test_what_happened_is_what_was_planted(many, figure, name, outcome, kept):
    """Pooled, the records show the planted probability; each partnership, as often as 95 % limits say."""
    rows = many.frames[name].filter(kept)
    seen = rows.group_by("partnership").agg(n=outcome.is_not_null().sum(), yes=outcome.sum())
    truth = many.truth.select("partnership", p=f"planted_{figure}")
    both = seen.join(truth, on="partnership").filter(pl.col("n") > 0, pl.col("p").is_not_null())
    n, yes, p = (both[column].to_numpy().astype(float) for column in ("n", "yes", "p"))
    assert abs(yes.sum() - (n * p).sum()) < 4 * np.sqrt((n * p * (1 - p)).sum())
    centre, half = (yes + 1.92) / (n + 3.84), 1.96 * np.sqrt(yes * (n - yes) / n + 0.96) / (n + 3.84)
    assert 0.91 < np.mean(np.abs(p - centre) <= half) < 0.99


def test_a_joint_sheet_binds_two_colleges(sound):
    """What C1 asks for is planted as such: precise commitments of two entities of two colleges."""
    binding = sound.frames["commitments"].filter(pl.col("sheet").is_not_null(), pl.col("elements") == 4)
    both = binding.group_by("sheet").agg(pl.col("entity", "college").n_unique())
    joint = (
        both.filter((pl.col("entity") > 1) & (pl.col("college") > 1)).height / sound.frames["sheets"].height
    )
    assert joint == pytest.approx(sound.truth["planted_C1"].mean(), abs=0.05)


def test_an_onset_leaves_the_time_before_untouched(sound):
    later = generate(count=70, years=3, seed=11, profile="no_evaluation", onset=2025)
    before = pl.col("due") < date(2025, 1, 1)
    held = later.frames["reviews"].filter(before)["held"]
    assert held.equals(sound.frames["reviews"].filter(before)["held"])
    after = later.frames["reviews"].filter(~before)["held"].mean()
    assert after < 0.3 < sound.frames["reviews"].filter(~before)["held"].mean()


def test_the_spread_widens_what_is_planted():
    narrow, wide = (generate(count=256, years=3, seed=5, spread=h).truth["planted_D1"] for h in (0.5, 1.5))
    assert narrow.std() < wide.std()


def test_three_times_the_groups():
    usual, dense = (generate(count=64, years=2, seed=5, density=d).frames["meetings"].height for d in (1, 3))
    assert dense > 1.8 * usual


def test_elections_thin_the_meetings_after_them():
    without, with_ = (
        generate(count=64, years=3, seed=5, elections=told).frames["meetings"] for told in (False, True)
    )
    spring = pl.col("day").is_between(date(2026, 3, 16), date(2026, 6, 30))
    ordinary = spring & (pl.col("sitting") != "plenary") & ~pl.col("crisis")
    assert with_.filter(ordinary).height < 0.45 * without.filter(ordinary).height
    assert with_.filter(pl.col("day") < date(2026, 3, 15)).height == pytest.approx(
        without.filter(pl.col("day") < date(2026, 3, 15)).height
    )


def test_departements_share_their_communes():
    made = generate(count=32, years=3, seed=5, departements=2, profile="sprinkling")
    places = made.frames["grants"].with_columns(dep=pl.col("commune").str.slice(0, 4))
    assert set(places["dep"]) == {"S001", "S002"}
    assert places.group_by("commune").agg(pl.col("need").n_unique())["need"].max() == 1
    assert places["commune"].n_unique() > 80


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"profile": "mono_sectorial"}, "mono_sectoral"), ({"intensity": 1.2}, "1.2"), ({"count": 0}, "0"),
     ({"profile": "video:fort"}, "fort"), ({"records": "mcar:2"}, "2"), ({"records": "lost"}, "lost"),
     ({"profile": "france-2009,video"}, "seul"), ({"onset": 1999}, "1999"), ({"years": 40}, "40")],
)  # fmt: skip
def test_bad_input_names_the_value(wrong, words):
    with pytest.raises(BadInput, match=words):
        generate(**{"count": 3, "years": 3, "seed": 1, **wrong})


def test_malaise_gives_each_three_profiles_on_average_and_no_margin():
    made = generate(count=200, years=1, seed=2, profile="malaise")
    ills = made.truth.select(pl.sum_horizontal((pl.col("^x_.*$") > 0).cast(pl.Int32)).alias("n"))["n"]
    assert ills.mean() == pytest.approx(2.85, abs=0.35)
    assert made.truth.filter(pl.Series(ills == 0)).height > 2
    assert (made.frames["contracts"]["kind"] == "stspd").all()


def test_every_name_is_known():
    assert len(NAMES) == 32
