"""What theory says of many servers, Poisson arrivals and exponential service and patience.

Erlang C (A. K. Erlang, Solution of some problems in the theory of probabilities of significance in
automatic telephone exchanges, 1917): nobody leaves. Erlang A (C. Palm, Research on telephone
traffic carried by full availability groups, 1957; O. Garnett, A. Mandelbaum and M. Reiman,
Designing a call center with impatient customers, M&SOM 4(3), 2002): everybody leaves after an
exponential time. Both are the stationary state of one birth and death process.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Theory:
    """`mean_wait` in seconds, over all who come; `abandoned` their share who leave."""

    mean_wait: float
    abandoned: float


def erlang_c(*, per_second: float, service: float, servers: int) -> Theory:
    """`per_second` who come, `service` mean seconds of a talk. Needs fewer than can be served."""
    load = per_second * service
    assert load < servers
    term, states = 1.0, 1.0
    for n in range(1, servers):
        term *= load / n
        states += term
    waiting = term * load / servers * servers / (servers - load)
    must_wait = waiting / (states + waiting)
    return Theory(mean_wait=must_wait * service / (servers - load), abandoned=0.0)


def erlang_a(*, per_second: float, service: float, patience: float, servers: int) -> Theory:
    """As erlang_c, with `patience` mean seconds; any load. Little's law gives wait and share."""
    weights, waiting = [1.0], 0
    while waiting < 10 or weights[-1] > 1e-12 * max(weights):
        n = len(weights)
        waiting = max(n - servers, 0)
        out = min(n, servers) / service + waiting / patience
        weights.append(weights[-1] * per_second / out)
    in_queue = sum(w * max(n - servers, 0) for n, w in enumerate(weights)) / sum(weights)
    return Theory(mean_wait=in_queue / per_second, abandoned=in_queue / patience / per_second)
