"""Networks: every column of the reference files, then small networks whose answer is known by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.science.domain import OutOfDomain
from maillage.science.networks import (
    betweenness,
    centralisation,
    closeness,
    clustering,
    constraint,
    core_margin,
    cores,
    degree,
    density,
    distances,
    edge_bootstrap,
    efficiency,
    eigenvector,
    missing_units,
    mixing,
    pagerank,
    random_ties,
    reciprocity,
    removal,
)
from maillage.science.networks.edges import network, ties, without
from tests.science.reference import close, table

LOOSE = 1e-9  # sums over many paths


def rng(seed=1):
    return np.random.Generator(np.random.PCG64(seed))


def reference():
    edges = table("networks/net_edges.csv")
    nodes = table("networks/net_nodes.csv")
    return network(nodes.height, edges["from"] - 1, edges["to"] - 1, edges["weight"]), nodes["sector"]


def star(size=5):
    return network(size, [0] * (size - 1), range(1, size))


def line(size):
    return network(size, range(size - 1), range(1, size))


NODES = {
    "indeg": lambda net: degree.degrees(net).indegree, "outdeg": lambda net: degree.degrees(net).outdegree,
    "instr": lambda net: degree.degrees(net).instrength,
    "outstr": lambda net: degree.degrees(net).outstrength,
    "betw_dir": betweenness.directed, "betw_und": betweenness.undirected,
    "betw_und_invw": betweenness.weighted, "close_und": closeness.plain, "harm_und": closeness.harmonic,
    "eig_und_w": eigenvector.centrality, "pagerank": pagerank.pagerank, "constraint_w": constraint.burt,
    "clustering": clustering.local, "core": cores.number,
}  # fmt: skip


def test_every_column_of_the_reference_is_read():
    assert set(table("networks/node_expected.csv").columns) == {"id", *NODES}


@pytest.mark.parametrize("name", NODES)
def test_units_equal_the_reference(name):
    expected = table("networks/node_expected.csv")
    close(NODES[name](reference()[0])[expected["id"].to_numpy() - 1], expected[name], LOOSE)


def test_the_whole_equals_the_reference():
    net, sector = reference()
    found = {
        "reciprocity": reciprocity.edges(net), "reciprocity_ratio": reciprocity.pairs(net),
        "transitivity_global": clustering.overall(net), "density_dir": density.edges(net),
        "assortativity_sector": mixing.assortativity(net, sector),
        "efficiency_und": efficiency.overall(net), "mean_dist_und": distances.mean(net),
        "modularity_sector": mixing.modularity(net, sector),
    }  # fmt: skip
    expected = dict(table("networks/global_expected.csv").iter_rows())
    triads = expected.pop("n_triads_300")  # full triads: counted here, no figure of ours needs them
    tied = np.zeros((net.size, net.size))
    tied[net.source, net.target] = 1
    both = tied * tied.T
    assert round(np.trace(both @ both @ both) / 6) == triads
    assert set(expected) == set(found)
    close(list(found.values()), [expected[name] for name in found], LOOSE)


def test_removal_equals_the_reference():
    expected = table("networks/removal_by_initial_degree_expected.csv")
    curve = removal.by_degree(reference()[0], expected.height - 1)
    close(curve.giant, expected["giant"])
    close(curve.efficiency, expected["efficiency"], LOOSE)


def test_a_star_hangs_on_its_centre():
    net = star()
    assert centralisation.degree(net) == pytest.approx(1) and centralisation.between(net) == pytest.approx(1)
    assert removal.by_degree(net, 1).giant.tolist() == [5, 1]
    assert removal.by_betweenness(net, 1).order.tolist() == [0]
    assert core_margin.split(net).core.tolist() == [True, False, False, False, False]
    assert core_margin.split(net).fit == pytest.approx(1)
    ring = network(5, range(5), [1, 2, 3, 4, 0])
    assert centralisation.degree(ring) == 0 and centralisation.between(ring) == pytest.approx(0)


def test_betweenness_is_computed_again_at_each_departure():
    net = network(7, [0, 1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6])
    assert removal.by_betweenness(net, 3).order.tolist() == [3, 1, 5]


def test_random_departures_join_parts_as_the_plain_count_does():
    net = reference()[0]
    order = rng().permutation(net.size)
    near = [[] for _ in range(net.size)]
    for one, other in zip(net.source.tolist(), net.target.tolist(), strict=True):
        near[one].append(other)
        near[other].append(one)
    assert removal._giants(near, order.tolist())[:13] == removal.along(net, order[:12]).giant.tolist()
    band = removal.at_random(net, rng(), 12, draws=40)
    assert (band.low <= band.mean).all() and (band.mean <= band.high).all() and band.mean[0] == net.size


def test_weights_shorten_the_way():
    net = network(4, [0, 1, 0], [1, 2, 2], [10, 10, 1])
    assert betweenness.weighted(net).tolist() == [0, 1, 0, 0]
    assert betweenness.undirected(net).tolist() == [0, 0, 0, 0]


def test_mixing_of_two_groups():
    groups = ["a", "a", "b", "b"]
    assert mixing.assortativity(network(4, [0, 2], [1, 3]), groups) == 1
    assert mixing.external_internal(network(4, [0, 2], [1, 3]), groups) == -1
    assert mixing.external_internal(network(4, [0, 1], [2, 3]), groups) == 1
    assert np.isnan(mixing.assortativity(network(4, [0], [1]), ["a"] * 4))
    with pytest.raises(OutOfDomain):
        mixing.assortativity(network(4, [0], [1]), ["a"])


def test_nothing_tied_gives_no_figure_and_no_error():
    net = network(3, [], [])
    for value in (
        reciprocity.edges(net), reciprocity.pairs(net), clustering.overall(net), distances.mean(net),
        mixing.assortativity(net, "abc".replace("", " ").split()), mixing.external_internal(net, [1, 2, 3]),
        mixing.modularity(net, [1, 2, 3]), core_margin.split(net).fit, edge_bootstrap.interval(
            net, density.pairs, rng(), 5).low,
    ):  # fmt: skip
        assert np.isnan(value)
    assert density.pairs(net) == 0 and efficiency.overall(net) == 0
    assert distances.parts(net) == [[0], [1], [2]]
    assert eigenvector.centrality(net).tolist() == [0, 0, 0] == betweenness.weighted(net).tolist()


def test_edges_that_cannot_be_are_refused():
    for size, source, target, weight in (
        (2, [0], [0], [1]), (2, [0], [2], [1]), (2, [0], [1], [0]), (2, [0, 1], [1], [1]),
    ):  # fmt: skip
        with pytest.raises(OutOfDomain):
            network(size, source, target, weight)


def test_a_unit_left_out_changes_the_others_numbers_not_their_ties():
    net = without(line(4), [1])
    assert (net.size, net.source.tolist(), net.target.tolist()) == (3, [1], [2])


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 9)), min_size=1, max_size=25))
def test_what_every_network_obeys(rows):
    rows = [row for row in rows if row[0] != row[1]] or [(0, 1, 1)]
    net = network(6, *(list(column) for column in zip(*rows, strict=True)))
    found = degree.degrees(net)
    assert found.indegree.sum() == found.outdegree.sum() == net.source.size
    assert found.strength.sum() == 2 * sum(row[2] for row in rows)
    assert found.degree.sum() == 2 * ties(net).source.size
    assert 0 <= density.pairs(net) <= 1 and 0 <= reciprocity.pairs(net) <= reciprocity.edges(net) <= 1
    assert sum(len(part) for part in distances.parts(net)) == 6
    drawn = random_ties.swapped(ties(net), rng())
    assert degree.degrees(drawn).degree.tolist() == found.degree.tolist()
    assert np.isclose(pagerank.pagerank(net).sum(), 1)


def test_the_interval_covers_its_value_and_shrinks_with_contacts():
    few, many = (network(6, [0, 1, 2, 0], [1, 2, 3, 4], [w] * 4) for w in (1, 60))
    wide, narrow = (edge_bootstrap.interval(net, efficiency.overall, rng()) for net in (few, many))
    assert wide.low <= wide.value <= wide.high
    assert narrow.high - narrow.low < (wide.high - wide.low) / 10
    again = edge_bootstrap.interval(few, efficiency.overall, rng())
    assert (again.low, again.high) == (wide.low, wide.high)


def test_the_unit_whose_absence_moves_most_is_named():
    found = missing_units.leave_one_out(star(), lambda net, _left: density.pairs(net))
    assert (found.least, found.least_unit) == (0, 0) and found.most == pytest.approx(0.5)
    none = missing_units.leave_one_out(network(0, [], []), lambda net, _left: density.pairs(net))
    assert none.least_unit == -1


def test_chance_with_the_same_degrees():
    net, sector = reference()
    found = random_ties.compare(net, lambda one: mixing.assortativity(one, sector), rng(), draws=99)
    assert found.low < 0.05 and found.value > found.high and found.as_high <= 0.05
