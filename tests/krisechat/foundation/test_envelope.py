import itertools
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from krisechat.foundation import envelope
from krisechat.foundation.envelope import Tampered

AMINA = UUID(int=1)
PLACE = envelope.context(table="message", column="body", owner=AMINA, row=1)
WORDS = "Jeg tør ikke gå hjem".encode()


@pytest.fixture
def cipher() -> AESGCM:
    return AESGCM(AESGCM.generate_key(256))


@given(plaintext=st.binary(max_size=5000), place=st.binary(max_size=200))
def test_what_is_sealed_opens_in_its_place(plaintext: bytes, place: bytes) -> None:
    cipher = AESGCM(AESGCM.generate_key(256))
    sealed = envelope.seal(cipher=cipher, plaintext=plaintext, context=place)
    assert len(sealed) == len(plaintext) + envelope.OVERHEAD_BYTES
    assert envelope.open_sealed(cipher=cipher, sealed=sealed, context=place) == plaintext
    as_read = memoryview(sealed)
    assert envelope.open_sealed(cipher=cipher, sealed=as_read, context=place) == plaintext


def test_every_flipped_bit_fails_closed(cipher: AESGCM) -> None:
    sealed = envelope.seal(cipher=cipher, plaintext=WORDS, context=PLACE)
    for place, bit in itertools.product(range(len(sealed)), range(8)):
        edited = bytearray(sealed)
        edited[place] ^= 1 << bit
        with pytest.raises(Tampered):
            envelope.open_sealed(cipher=cipher, sealed=bytes(edited), context=PLACE)


def test_every_shortened_value_fails_closed(cipher: AESGCM) -> None:
    sealed = envelope.seal(cipher=cipher, plaintext=WORDS, context=PLACE)
    for length in range(len(sealed)):
        with pytest.raises(Tampered):
            envelope.open_sealed(cipher=cipher, sealed=sealed[:length], context=PLACE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        envelope.context(table="note", column="body", owner=AMINA, row=1),
        envelope.context(table="message", column="subject", owner=AMINA, row=1),
        envelope.context(table="message", column="body", owner=UUID(int=2), row=1),
        envelope.context(table="message", column="body", owner=AMINA, row=2),
        envelope.context(table="message", column="body", owner=AMINA, row="1"),
        b"",
    ],
)
def test_a_value_moved_elsewhere_does_not_open(cipher: AESGCM, elsewhere: bytes) -> None:
    sealed = envelope.seal(cipher=cipher, plaintext=WORDS, context=PLACE)
    with pytest.raises(Tampered):
        envelope.open_sealed(cipher=cipher, sealed=sealed, context=elsewhere)


def test_another_key_does_not_open_it(cipher: AESGCM) -> None:
    sealed = envelope.seal(cipher=cipher, plaintext=WORDS, context=PLACE)
    with pytest.raises(Tampered):
        envelope.open_sealed(cipher=AESGCM(AESGCM.generate_key(256)), sealed=sealed, context=PLACE)


def test_a_plain_value_is_never_handed_back(cipher: AESGCM) -> None:
    for raw in (WORDS, WORDS * 10, b"", envelope.VERSION + WORDS * 4):
        with pytest.raises(Tampered):
            envelope.open_sealed(cipher=cipher, sealed=raw, context=PLACE)


def test_the_refusal_says_nothing_of_the_value(cipher: AESGCM) -> None:
    sealed = envelope.seal(cipher=cipher, plaintext=WORDS, context=PLACE)
    with pytest.raises(Tampered) as refused:
        envelope.open_sealed(cipher=cipher, sealed=sealed, context=b"elsewhere")
    assert refused.value.args == ()
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__
    assert str(refused.value) == str(Tampered())


def test_the_same_words_are_never_sealed_alike(cipher: AESGCM) -> None:
    sealed = {envelope.seal(cipher=cipher, plaintext=WORDS, context=PLACE) for _ in range(2000)}
    assert len({each[1 : 1 + envelope.NONCE_BYTES] for each in sealed}) == 2000


names = st.text(max_size=30)
rows = st.one_of(st.text(max_size=30), st.uuids(), st.integers())
places = st.tuples(names, names, st.uuids(), rows)


@given(one=places, other=places)
def test_no_two_places_share_a_context(one: tuple, other: tuple) -> None:
    def context(place: tuple) -> bytes:
        table, column, owner, row = place
        return envelope.context(table=table, column=column, owner=owner, row=row)

    same = one == other and type(one[3]) is type(other[3])
    assert (context(one) == context(other)) == same


def test_letters_do_not_wander_from_one_part_of_the_context_to_the_next() -> None:
    contexts = [
        envelope.context(table=table, column=column, owner=AMINA, row=row)
        for table, column, row in [
            ("ab", "c", "d"),
            ("a", "bc", "d"),
            ("abc", "", "d"),
            ("a", "b", "cd"),
            ("a", "b", AMINA),
            ("a", "b", str(AMINA)),
            ("a", "b", 12),
            ("a", "b", "12"),
            ("a", "b", -12),
        ]
    ]
    assert len(set(contexts)) == len(contexts)


def test_the_prefix_and_the_row_make_the_context() -> None:
    owner = uuid4()
    prefix = envelope.context_prefix(table="message", column="body", owner=owner)
    for row in (7, "seven", uuid4()):
        whole = envelope.context(table="message", column="body", owner=owner, row=row)
        assert prefix + envelope.context_row(row) == whole
    assert envelope.DOMAIN in prefix


def test_the_stored_form_is_fixed() -> None:
    """What is stored today must open after every later change of this file."""
    cipher = AESGCM(bytes(range(32)))
    sealed = bytes.fromhex(STORED_IN_2026)
    opened = envelope.open_sealed(cipher=cipher, sealed=sealed, context=PLACE)
    assert opened == WORDS


STORED_IN_2026 = (
    "01e0c31ffd1f9882a5f6e59129dc65797ef14142a83b3c8b858"
    "8af2c2640c3da0f5fc7839271a3f63a825b2f00e813ccacfdcf"
)
