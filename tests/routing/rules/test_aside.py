"""Who left before a word was written and cannot be reached stands aside, and nobody else."""

import itertools

from routing.rules.aside import stands_aside


def test_only_who_is_gone_without_a_word_and_out_of_reach() -> None:
    kinds = list(itertools.product((False, True), repeat=4))
    aside = [
        each
        for each in kinds
        if stands_aside(gone=each[0], can_be_texted=each[1], wrote=each[2], danger=each[3])
    ]
    assert aside == [(True, False, False, False)]
