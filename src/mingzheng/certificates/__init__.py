"""Certificates in bulk: the DER of a whole batch to Arrow columns, without an object for each.

`read` gives every column of the contract, `offsets` only where the parts of each certificate
lie. Compiled code walks the octets; one bad certificate never stops its batch.
"""

from __future__ import annotations

from mingzheng.certificates.compilation import compiled
from mingzheng.certificates.fields import Field
from mingzheng.certificates.reader import offsets, read, warm_up
from mingzheng.certificates.reasons import REASONS
from mingzheng.certificates.schema import SCHEMA

__all__ = ["REASONS", "SCHEMA", "Field", "compiled", "offsets", "read", "warm_up"]
