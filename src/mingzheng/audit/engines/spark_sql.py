"""Ibis expressions in Spark's words: what Ibis 12 leaves out or says differently is put right here.

Spark is told that a timestamp is one without a zone (`spark_session`), as everywhere above an engine.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.datatypes as dt
import pyarrow as pa
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.pyspark import PySparkCompiler
from ibis.backends.sql.datatypes import PySparkType

from mingzheng.dossiers.facts import Value

SIGNED = {dt.UInt8: dt.int16, dt.UInt16: dt.int32, dt.UInt32: dt.int64}
"""Spark has no unsigned numbers, and reads those in Parquet as the next wider ones."""


class _Types(PySparkType):
    @classmethod
    def from_ibis(cls, dtype: dt.DataType) -> sge.DataType:
        if dtype.is_timestamp():
            dtype = dt.timestamp
        return super().from_ibis(SIGNED.get(type(dtype), dtype))


class _Compiler(PySparkCompiler):
    __slots__ = ()
    type_mapper = _Types

    def visit_ArrayContains(self, op: Value, *, arg: Value, other: Value) -> Value:
        # Ibis says that a list lacks what is not known
        found = super().visit_ArrayContains(op, arg=arg, other=other)
        return self.if_(other.is_(sge.Null()), sge.Null(), found)

    def visit_BitOr(self, op: Value, *, arg: Value, where: Value) -> Value:
        return self.agg.bit_or(arg, where=where)

    def visit_ExtractMicrosecond(self, op: Value, *, arg: Value) -> Value:
        return self.cast(self.f.anon.date_format(arg, "SSSSSS"), op.dtype)

    def visit_IntervalFromInteger(self, op: Value, *, arg: Value, unit: Value) -> Value:
        # Ibis makes a calendar interval, which neither compares nor mixes with one of seconds
        return arg * sge.Interval(this=sge.convert("1"), unit=sge.Var(this=unit.singular.upper()))


_COMPILER = _Compiler()


def in_words(expression: Value) -> str:
    """An expression in Spark's SQL, each column of the type that Ibis believes it to have."""
    columns = ", ".join(
        f"CAST(`{name}` AS {_Types.to_string(type_)}) AS `{name}`"
        for name, type_ in expression.schema().items()
    )
    return f"SELECT {columns} FROM ({_COMPILER.to_sqlglot(expression).sql('spark')})"


def standing(schema: Value) -> Value:
    """The columns of an expression once it is a table: times to the microsecond, all nullable."""
    return ibis.schema(
        {
            name: dt.Timestamp(scale=6) if type_.is_timestamp() else type_(nullable=True)
            for name, type_ in schema.items()
        }
    )


@dataclass(frozen=True)
class Columns:
    """The columns of a Parquet file: as Ibis takes them, and as Spark is told of them."""

    schema: Value
    declared: str


def columns_of(parquet: pa.Schema) -> Columns:
    """What the columns of a Parquet file are to Ibis and to Spark."""
    schema = ibis.Schema.from_pyarrow(
        pa.schema([pa.field(field.name, _plain(field.type)) for field in parquet])
    )
    declared = [f"`{name}` {_declared(type_)}" for name, type_ in schema.items()]
    return Columns(schema, ", ".join(declared))


def _plain(type_: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(type_):
        return _plain(type_.value_type)
    return pa.binary() if pa.types.is_fixed_size_binary(type_) else type_


def _declared(type_: dt.DataType) -> str:
    zoned = type_.is_timestamp() and type_.timezone is not None
    return "TIMESTAMP_LTZ" if zoned else str(_Types.to_string(type_))
