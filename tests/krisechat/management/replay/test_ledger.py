"""The ledger counts what a connection brought wrongly, and only that."""

from krisechat.management.replay.ledger import Arrivals, Record
from krisechat.management.replay.transcript import Heard

HEARD = Heard(author="citizen", body="hej")


def bring(arrivals: Arrivals, *seqs: int) -> Record:
    for seq in seqs:
        arrivals.message(seq=seq, client_id=f"id-{seq}", message=HEARD)
    return arrivals.record


def arrivals(record: Record | None = None) -> Arrivals:
    return Arrivals(record=record or Record(), side="volunteer")


def test_ascending_messages_are_well_even_with_gaps() -> None:
    record = bring(arrivals(), 1, 2, 5, 9)
    assert (record.duplicated, record.reordered) == (0, 0)


def test_the_same_seq_twice_on_one_connection_is_a_duplicate() -> None:
    assert bring(arrivals(), 1, 2, 2).duplicated == 1


def test_a_lower_seq_after_a_higher_is_out_of_order() -> None:
    assert bring(arrivals(), 1, 3, 2).reordered == 1


def test_in_answer_to_sync_both_are_allowed_and_afterwards_not() -> None:
    connection = arrivals()
    bring(connection, 1, 3)
    connection.asked()
    bring(connection, 2, 3)
    assert (connection.record.duplicated, connection.record.reordered) == (0, 0)
    connection.answered()
    assert bring(connection, 3).duplicated == 1


def test_another_connection_may_bring_it_again() -> None:
    record = Record()
    bring(arrivals(record), 1, 2)
    bring(arrivals(record), 1, 2)
    assert record.duplicated == 0


def test_whoever_sent_it_gets_only_the_ack() -> None:
    connection = arrivals()
    connection.ack(seq=1, client_id="id-1", first_here=True)
    assert bring(connection, 1).duplicated == 1


def test_a_resend_may_meet_its_own_message() -> None:
    connection = arrivals()
    connection.ack(seq=1, client_id="id-1", first_here=False)
    assert bring(connection, 1).duplicated == 0


def test_one_client_id_at_two_seqs_is_a_duplicate_counted_once() -> None:
    record = Record()
    for connection in (arrivals(record), arrivals(record)):
        for seq in (1, 2):
            connection.message(seq=seq, client_id="same", message=HEARD)
    assert record.duplicated == 1


def test_two_accounts_of_one_seq_are_an_order_that_differs() -> None:
    record = Record()
    bring(arrivals(record), 1)
    other = Arrivals(record=record, side="citizen")
    other.message(seq=1, client_id="id-1", message=Heard(author="citizen", body="farvel"))
    assert record.reordered == 1


def test_an_own_message_seen_again_counts_as_acknowledged() -> None:
    record = Record()
    mine = Heard(author="volunteer", body="hej")
    arrivals(record).message(seq=4, client_id="mine", message=mine)
    bring(arrivals(record), 5)
    assert record.acknowledged == {"mine": 4}
