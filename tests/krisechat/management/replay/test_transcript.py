"""`last_seq` is the highest seq below which nothing is lacking, in whatever order they come."""

from hypothesis import given
from hypothesis import strategies as st

from krisechat.management.replay.transcript import Heard, Transcript

AUTHORS = st.sampled_from(["citizen", "volunteer", "system"])


@given(
    st.lists(st.integers(min_value=1, max_value=30)), st.lists(AUTHORS, min_size=30, max_size=30)
)
def test_last_seq_is_the_end_of_the_unbroken_beginning(seqs: list[int], authors: list[str]) -> None:
    transcript = Transcript()
    for seq in seqs:
        transcript.hear(seq, Heard(author=authors[seq - 1], body="x"))
    unbroken = 0
    while unbroken + 1 in seqs:
        unbroken += 1
    assert transcript.last_seq == unbroken
    assert transcript.spoken == sum(author != "system" for author in authors[:unbroken])
    assert transcript.gapped == any(seq > unbroken for seq in seqs)


def test_what_is_known_already_changes_nothing() -> None:
    transcript = Transcript()
    assert transcript.hear(1, Heard(author="citizen", body="x"))
    assert not transcript.hear(1, Heard(author="citizen", body="y"))
    assert transcript.heard[1].body == "x"
