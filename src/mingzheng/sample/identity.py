"""Who the synthetic CA's people and organisations are: each a number, from which all follows.

The numbers pass their check digits and can be nobody's: divisions 000000, births from 1800 to
1899 (GB 11643), organisations registered by authority 9, class 1 (GB 32100).
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from mingzheng.sample.cells import Integers, beside, chosen, digits, joined
from mingzheng.sample.vocabulary import (
    FIRST,
    FORMS,
    LAST,
    NAMES_OF_HOUSES,
    PLACES,
    SURNAMES,
    TRADES,
)

BIRTHDAYS = 36_524
"""Days from 1800-01-01 to 1899-12-31."""
PEOPLE = BIRTHDAYS * 1000

_STEP = 15_485_863
"""A prime that divides neither space: consecutive people are strangers."""
_FIRST_BIRTHDAY = np.datetime64("1800-01-01", "D")
_RESIDENT_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], np.int64)
_RESIDENT_CHECK = np.frombuffer(b"10X98765432", np.uint8)
_CREDIT = np.frombuffer(b"0123456789ABCDEFGHJKLMNPQRTUWXY", np.uint8)
_CREDIT_WEIGHTS = np.array([pow(3, place, 31) for place in range(17)], np.int64)
_ORGANISATION = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2], np.int64)
_ORGANISATION_CHECK = np.frombuffer(b"0123456789X", np.uint8)


def _values(alphabet: bytes) -> Integers:
    values = np.zeros(256, np.int64)
    values[np.frombuffer(alphabet, np.uint8)] = np.arange(len(alphabet))
    return values


_CREDIT_VALUES, _ORGANISATION_VALUES = _values(_CREDIT.tobytes()), _values(_ORGANISATION)


def person_names(people: Integers) -> pa.StringArray:
    """The name of each person; consecutive people are never namesakes."""
    mixed = people * _STEP % (len(SURNAMES) * len(FIRST) * len(LAST))
    surname, given = mixed % len(SURNAMES), mixed // len(SURNAMES)
    short = people % 7 == 0
    last = chosen(LAST, given // len(FIRST) % len(LAST))
    first = chosen([*FIRST, ""], np.where(short, len(FIRST), given % len(FIRST)))
    return joined(chosen(SURNAMES, surname), first, last)


def resident_numbers(people: Integers) -> pa.StringArray:
    """The resident identity number of each person, a number below `PEOPLE`; no two are equal."""
    mixed = people * _STEP % PEOPLE
    born = (_FIRST_BIRTHDAY + mixed // 1000).astype("datetime64[D]")
    months = born.astype("datetime64[M]")
    year = born.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    date = year * 10_000 + month * 100 + (born - months).astype(np.int64) + 1
    body = np.hstack(
        [np.full((len(people), 6), 48, np.uint8), digits(date, 8), digits(mixed % 1000, 3)]
    )
    check = _RESIDENT_CHECK[(body - 48) @ _RESIDENT_WEIGHTS % 11]
    return beside(body, check[:, None])


def misspelt(number: str) -> str:
    """A resident identity number with a check digit that is neither its own nor a credit code's."""
    body = np.frombuffer(number[:17].encode(), np.uint8)
    of_code = _CREDIT[-(_CREDIT_VALUES[body] @ _CREDIT_WEIGHTS) % 31]
    return number[:17] + next(d for d in "123" if d not in (number[17], chr(of_code)))


def organization_names(organizations: Integers) -> pa.StringArray:
    """The name of each organisation, with a number where words alone would repeat."""
    mixed = organizations * _STEP
    house = mixed % len(NAMES_OF_HOUSES)
    mixed = mixed // len(NAMES_OF_HOUSES)
    second = chosen(FIRST, mixed // 8000 % len(FIRST))
    return joined(
        chosen(PLACES, mixed % len(PLACES)),
        second,
        chosen(NAMES_OF_HOUSES, house),
        chosen(TRADES, mixed // len(PLACES) % len(TRADES)),
        chosen(FORMS, mixed // 7 % len(FORMS)),
    )


def credit_codes(organizations: Integers) -> pa.StringArray:
    """The unified social credit code of each organisation."""
    rows = len(organizations)
    places = 31 ** np.arange(5, -1, -1, dtype=np.int64)
    own = _CREDIT[organizations[:, None] // places % 31]
    code = np.hstack([np.broadcast_to(np.frombuffer(b"MA", np.uint8), (rows, 2)), own])
    check = _ORGANISATION_CHECK[-(_ORGANISATION_VALUES[code] @ _ORGANISATION_WEIGHTS) % 11]
    head = np.broadcast_to(np.frombuffer(b"91000000", np.uint8), (rows, 8))
    body = np.hstack([head, code, check[:, None]])
    return beside(body, _CREDIT[-(_CREDIT_VALUES[body] @ _CREDIT_WEIGHTS) % 31][:, None])


def domain_names(organizations: Integers) -> pa.StringArray:
    """A host of each organisation, in a domain set aside for examples (RFC 2606)."""
    return joined("www", beside(digits(organizations, 9)), ".example.com")
