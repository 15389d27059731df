"""Edges and figures of the network, from a few rows whose answer is counted by hand."""

import pytest

from maillage.observatory.indicators import fragility, network, network_figures
from maillage.observatory.indicators.examples import view_of
from maillage.observatory.indicators.network_edges import edges
from maillage.observatory.vocabulary import Layer, Measure, RankLevel

DAY = "2026-06-30"
KINDS = ("town", "national_police", "prefecture", "landlord", "school", "probation")
SECTORS = ("town", "policing", "prefecture", "housing", "education", "justice")
COLLEGES = ("local", "state", "state", "economy", "state", "justice")


def institutions(partnership=1, first=1):
    return [
        {"partnership": partnership, "institution": first + n, "entity": first + n, "kind": KINDS[n],
         "sector": SECTORS[n], "college": COLLEGES[n], "core": n < 3, "since": "2020-01-01"}
        for n in range(6)
    ]  # fmt: skip


def sat(meeting, *who, day="2026-03-01", absent=(), rank="manager", partnership=1):
    return [
        {"partnership": partnership, "meeting": meeting, "institution": one, "seat": one, "day": day,
         "present": one not in absent, "rank": None if one in absent else rank}
        for one in (*who, *absent)
    ]  # fmt: skip


def promise(number, who, **more):
    return {"commitment": number, "institution": who, "made": "2026-03-01"} | more


def found(rows, layer, level=RankLevel.ALL, day=DAY):
    frame = edges(view_of(rows, day), layer, level)
    return {(row["source"], row["target"]): row["weight"] for row in frame.to_dicts()}


def graph_of(rows, layer=Layer.PRESENCE, day=DAY):
    rows = {"institutions": institutions()} | rows
    view = view_of(rows, day)
    return view, network.graph(view, 1, layer)


def test_who_sat_together_in_the_year_and_not_before():
    rows = {"attendance": [
        *sat(1, 1, 2, 3), *sat(2, 1, 2, absent=(3,)), *sat(3, 1, 3, day="2025-06-30"),
        *sat(4, 1, 3, day="2026-07-01"),
    ]}  # fmt: skip
    assert found(rows, Layer.PRESENCE) == {(1, 2): 2, (1, 3): 1, (2, 3): 1}


def test_two_seats_of_one_institution_count_once():
    assert found({"attendance": [*sat(1, 1, 2), *sat(1, 1)]}, Layer.PRESENCE) == {(1, 2): 1}


def test_the_rank_of_who_came_makes_two_networks():
    rows = {"attendance": [*sat(1, 1, 2), *sat(2, 2, 3, rank="first_line"), *sat(3, 1, 3, rank=None)]}
    assert found(rows, Layer.PRESENCE, RankLevel.MANAGERS) == {(1, 2): 1}
    assert found(rows, Layer.PRESENCE, RankLevel.FIELD) == {(2, 3): 1}
    assert network.known_ranks(view_of(rows, DAY), 1) == (4, 6)


def test_a_promise_goes_to_whom_it_is_made():
    rows = {"commitments": [promise(1, 2, towards=1), promise(2, 2, towards=1), promise(3, 1, towards=3),
                            promise(4, 3)]}  # fmt: skip
    assert found(rows, Layer.COMMITMENTS) == {(2, 1): 2, (1, 3): 1}


def test_on_a_sheet_unsaid_promises_bind_partners_to_the_pilot_and_the_pilot_to_each():
    rows = {
        "sheets": [{"sheet": 7, "start": "2026-01-01", "pilot_institution": 1}],
        "commitments": [promise(1, 1, sheet=7), promise(2, 2, sheet=7), promise(3, 3, sheet=7)],
    }
    assert found(rows, Layer.COMMITMENTS) == {(1, 2): 1, (1, 3): 1, (2, 1): 1, (3, 1): 1}


def test_a_promise_on_an_unknown_sheet_without_pilot_binds_to_who_promised_there():
    rows = {"commitments": [promise(1, 1, sheet=7), promise(2, 2, sheet=7)]}
    assert found(rows, Layer.COMMITMENTS) == {(1, 2): 1, (2, 1): 1}


def test_pilot_and_stand_in_of_sheets_in_force():
    rows = {"sheets": [
        {"sheet": 1, "start": "2026-01-01", "pilot_institution": 2, "deputy_institution": 1},
        {"sheet": 2, "start": "2026-01-01", "pilot_institution": 1, "deputy_institution": 2},
        {"sheet": 3, "start": "2025-01-01", "end": "2026-01-01", "pilot_institution": 1,
         "deputy_institution": 3},
        {"sheet": 4, "start": "2026-01-01", "pilot_institution": 3},
    ]}  # fmt: skip
    assert found(rows, Layer.SHEETS) == {(1, 2): 2}


def test_decisions_bind_those_who_promised_on_them():
    rows = {"commitments": [promise(1, 1, decision=5), promise(2, 2, decision=5), promise(3, 3, decision=6)]}
    assert found(rows, Layer.DECISIONS) == {(1, 2): 1}


def test_data_is_given_by_transmissions_and_by_answers_to_the_town():
    rows = {
        "institutions": institutions(),
        "transmissions": [{"giver": 3, "receiver": 2, "day": "2026-02-01"}],
        "data_requests": [
            {"request": 1, "holder": 4, "asked": "2025-01-01", "answered": "2026-02-01",
             "outcome": "partial"},
            {"request": 2, "holder": 5, "asked": "2026-01-01", "answered": "2026-02-01",
             "outcome": "refused"},
            {"request": 3, "holder": 6, "asked": "2026-01-01", "answered": "2026-07-02", "outcome": "full"},
        ],
    }  # fmt: skip
    assert found(rows, Layer.DATA) == {(3, 2): 1, (4, 1): 1}


def test_euros_go_from_who_pays_to_who_pilots():
    rows = {
        "sheets": [{"sheet": 7, "start": "2026-01-01", "pilot_institution": 2}],
        "costs": [
            {"sheet": 7, "day": "2026-01-01", "euros": 1500.5, "payer": 3},
            {"sheet": 7, "day": "2026-01-01", "euros": 500.0, "payer": 3},
            {"sheet": 7, "day": "2026-01-01", "euros": 900.0, "payer": 2},
            {"sheet": 7, "day": "2025-01-01", "euros": 9.0, "payer": 3},
        ],
    }
    assert found(rows, Layer.MONEY) == {(3, 2): 2000.5}


def test_direct_contacts_whoever_called():
    rows = {"contacts": [
        {"one": 2, "other": 1, "day": "2026-02-01", "rank": "first_line"},
        {"one": 1, "other": 2, "day": "2026-02-02", "rank": "manager"},
    ]}  # fmt: skip
    assert found(rows, Layer.CONTACTS) == {(1, 2): 2}
    assert found(rows, Layer.CONTACTS, RankLevel.FIELD) == {(1, 2): 1}


@pytest.mark.parametrize("layer", [layer for layer in Layer if layer.recorded])
def test_one_partnership_is_a_filter_and_the_other_changes_nothing(layer):
    both = {
        "institutions": [*institutions(), *institutions(2, 11)],
        "attendance": [*sat(1, 1, 2), *sat(1, 11, 12, partnership=2)],
        "commitments": [promise(1, 1, sheet=7, decision=7), promise(2, 2, sheet=7, decision=7),
                        promise(3, 12, sheet=7, decision=7, partnership=2)],
        "sheets": [{"sheet": 7, "start": "2026-01-01", "pilot_institution": 1, "deputy_institution": 2},
                   {"partnership": 2, "sheet": 7, "start": "2026-01-01", "pilot_institution": 11,
                    "deputy_institution": 12}],
        "transmissions": [{"giver": 1, "receiver": 2, "day": DAY},
                          {"partnership": 2, "giver": 12, "receiver": 11, "day": DAY}],
        "costs": [{"sheet": 7, "day": "2026-01-01", "euros": 5.0, "payer": 2}],
        "contacts": [{"one": 1, "other": 2, "day": DAY}],
    }  # fmt: skip
    alone = {name: [row for row in rows if row.get("partnership", 1) == 1] for name, rows in both.items()}
    together = network.graph(view_of(both, DAY), 1, layer)
    apart = network.graph(view_of(alone, DAY), 1, layer)
    assert together.edges.equals(apart.edges) and together.nodes == apart.nodes and apart.edges.height


def test_those_never_convened_are_in_the_network():
    _view, found_ = graph_of({"attendance": sat(1, 1, 2, absent=(3,))})
    assert [node.never for node in found_.nodes] == [False, False, False, True, True, True]
    assert found_.net.size == 6


def test_nobody_is_never_convened_when_nothing_was_held():
    assert not any(node.never for node in graph_of({})[1].nodes)


def test_seldom_there_needs_three_known_presences():
    three = [row for meeting in (1, 2, 3) for row in sat(meeting, 1, absent=(2,))]
    two = [row for meeting in (1, 2) for row in sat(meeting, 1, absent=(2,))]
    assert [node.seldom for node in graph_of({"attendance": three})[1].nodes][:2] == [False, True]
    assert not any(node.seldom for node in graph_of({"attendance": two})[1].nodes)


def star_rows():
    """The town sits with each of the five others, apart."""
    return {"attendance": [row for n, other in enumerate(range(2, 7)) for row in sat(n, 1, other)]}


def test_figures_carry_their_interval_and_who_weighs_most():
    _view, star = graph_of(star_rows())
    found_ = {figure.measure: figure for figure in network_figures.figures(star)}
    dense = found_[Measure.DENSITY]
    assert (dense.value, dense.count, dense.of) == (pytest.approx(1 / 3), 5, 15)
    assert dense.low <= dense.value <= dense.high and (dense.least, dense.least_without) == (0, 1)
    assert found_[Measure.CENTRALISATION].value == 1
    assert Measure.RECIPROCITY not in found_
    assert found_[Measure.CORE].value == pytest.approx(1)
    assert network_figures.figures(star) == network_figures.figures(star)


def test_under_five_tied_pairs_only_counts_are_given():
    _view, small = graph_of({"attendance": sat(1, 1, 2)})
    dense = network_figures.figures(small)[0]
    assert (dense.value, dense.low, dense.count, dense.of) == (None, None, 1, 15)
    assert network_figures.sectors_by_chance(small) is None


def test_reciprocity_of_promises_counts_pairs():
    rows = {"commitments": [promise(n, a, towards=b) for n, (a, b) in enumerate(
        [(1, 2), (2, 1), (1, 3), (1, 4), (5, 1), (6, 1)])]}  # fmt: skip
    _view, promised = graph_of(rows, Layer.COMMITMENTS)
    two = next(f for f in network_figures.figures(promised) if f.measure is Measure.RECIPROCITY)
    assert (two.count, two.of, two.value) == (1, 5, 0.2)


def test_euros_do_not_narrow_the_interval():
    rows = {
        "sheets": [{"sheet": n, "start": "2026-01-01", "pilot_institution": 1} for n in range(5)],
        "costs": [{"sheet": n, "day": "2026-01-01", "euros": 90_000.0, "payer": n + 2} for n in range(5)],
    }
    _view, paid = graph_of(rows, Layer.MONEY)
    dense = network_figures.figures(paid)[0]
    assert dense.high - dense.low > 0.05


def test_without_the_town_nobody_is_tied():
    view, star = graph_of(star_rows() | {"sheets": [
        {"sheet": 1, "start": "2026-01-01", "pilot": 1, "pilot_institution": 1, "deputy": True},
        {"sheet": 2, "start": "2026-01-01", "pilot": 1, "pilot_institution": 1, "deputy": False},
        {"sheet": 3, "start": "2026-01-01", "pilot": 2, "pilot_institution": 1},
        {"sheet": 4, "start": "2025-01-01", "end": "2025-12-31", "pilot": 2, "pilot_institution": 1},
    ]})  # fmt: skip
    town, police = fragility.departures(view, star)[:2]
    assert (town.lost, town.alone, town.parts) == (5, (2, 3, 4, 5, 6), 0)
    assert (town.unpiloted, town.unpiloted_best) == (3, 2)
    assert (police.lost, police.alone, police.parts, police.unpiloted) == (1, (), 1, 0)
    held = fragility.resilience(star)
    assert held.by_degree == [6, 1, 1, 1, 1, 1] and held.random_mean[0] == 6
    assert held.random_low[1] == 1 and held.random_high[1] == 5


def test_persons_are_counted_and_never_named():
    piloted = [(1, True), (1, False), (1, False), (2, False), (3, True), (None, False)]
    rows = {
        "sheets": [{"sheet": n, "start": "2026-01-01", "pilot": pilot, "deputy": deputy}
                   for n, (pilot, deputy) in enumerate(piloted)],
        "seats": [{"seat": n, "start": "2026-01-01"} for n in range(4)],
    }  # fmt: skip
    found_ = fragility.persons(view_of(rows, DAY), 1)
    assert (found_.sheets, found_.without_pilot, found_.pilots, found_.holders) == (6, 1, 3, 4)
    assert (found_.half, found_.curve) == (1, [1, 4, 5, 6])
    assert (found_.half_best, found_.curve_best) == (1, [1, 3, 4])


def test_nothing_hangs_on_anybody_without_sheet():
    found_ = fragility.persons(view_of({}, DAY), 1)
    assert (found_.sheets, found_.half) == (0, None)


def test_places_of_each_institution():
    _view, star = graph_of(star_rows())
    found_ = network.places(star)
    assert found_.degrees.degree.tolist() == [5, 1, 1, 1, 1, 1] and found_.betweenness[0] == 10
    assert found_.core == [1] * 6


def test_what_is_reserved_to_members_ties_nobody():
    rows = {
        "attendance": [
            *sat(1, 1, 2), *[row | {"reserved": False} for row in sat(2, 1, 3)],
            *[row | {"reserved": True} for row in sat(3, 1, 2, 4)],
        ],
        "decisions": [{"decision": 1, "meeting": 3, "day": "2026-03-01", "reserved": True},
                      {"decision": 2, "meeting": 1, "day": "2026-03-01", "reserved": False}],
        "commitments": [
            promise(1, 1, towards=2, visible=True), promise(2, 1, towards=3, visible=False),
            promise(3, 1, towards=4, visible=True, decision=1), promise(4, 2, decision=1),
            promise(5, 1, towards=2, decision=2), promise(6, 3, decision=2, visible=True),
            promise(7, 4, decision=2, visible=False),
        ],
    }  # fmt: skip
    assert found(rows, Layer.PRESENCE) == {(1, 2): 1, (1, 3): 1}
    assert found(rows, Layer.COMMITMENTS) == {(1, 2): 2}
    assert found(rows, Layer.DECISIONS) == {(1, 3): 1}
    view, graph = graph_of(rows)
    assert [node.convened for node in graph.nodes] == [2, 1, 1, 0, 0, 0]
    assert [node.never for node in graph.nodes] == [False, False, False, False, True, True]
    assert network.known_ranks(view, 1) == (4, 4)
