"""Reading what lies at an address: element ``index`` of an array there, integers as int64.

The arrays are those of segments, which never change: the compiler is told so, and need not read anything twice because
something else was written meanwhile.
"""

from __future__ import annotations

from typing import Any

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.arrayobj import make_array, populate_array

from index.compiled import helper

#: Columns of a table of arrays: address and up to three lengths.
COLUMNS = 4
#: Bytes of an integer or number of a program.
ITEM = 8


def _reader(dtype: Any) -> Any:
    """Return a function that reads an array of ``dtype``."""

    def read(typing, address, index):
        result = types.int64 if isinstance(dtype, types.Integer) else dtype

        def generate(context, builder, signature, arguments):
            pointer = builder.inttoptr(arguments[0], context.get_value_type(dtype).as_pointer())
            value = builder.load(builder.gep(pointer, [arguments[1]]))
            value.set_metadata("invariant.load", builder.module.add_metadata([]))
            return context.cast(builder, value, dtype, result)

        return result(types.int64, types.int64), generate

    return intrinsic(read)


uint8_at = _reader(types.uint8)
uint16_at = _reader(types.uint16)
uint32_at = _reader(types.uint32)
int32_at = _reader(types.int32)
int64_at = _reader(types.int64)
float32_at = _reader(types.float32)


def _viewer(dtype: Any, dimensions: int) -> Any:
    """Return a function that gives an array that is noted in the table at an address."""
    array = types.Array(dtype, dimensions, "C")

    def view(typing, table, which):
        def generate(context, builder, signature, arguments):
            row = builder.inttoptr(arguments[0], context.get_value_type(types.int64).as_pointer())
            first = builder.mul(arguments[1], arguments[1].type(COLUMNS))
            noted = [
                builder.load(builder.gep(row, [builder.add(first, first.type(at))])) for at in range(dimensions + 1)
            ]
            item = context.get_value_type(dtype)
            size = context.get_constant(types.intp, context.get_abi_sizeof(item))
            strides = [size]
            for length in reversed(noted[2:]):
                strides.insert(0, builder.mul(strides[0], length))
            made = make_array(array)(context, builder)
            populate_array(
                made,
                data=builder.inttoptr(noted[0], item.as_pointer()),
                shape=cgutils.pack_array(builder, noted[1:]),
                strides=cgutils.pack_array(builder, strides),
                itemsize=size,
                meminfo=None,
            )
            return made._getvalue()

        return array(types.int64, types.int64), generate

    return intrinsic(view)


uint8s = _viewer(types.uint8, 1)
uint16s = _viewer(types.uint16, 1)
int32s = _viewer(types.int32, 1)
int64s = _viewer(types.int64, 1)
float32s = _viewer(types.float32, 1)
float64s = _viewer(types.float64, 1)
int64_rows = _viewer(types.int64, 2)
float64_rows = _viewer(types.float64, 2)
int64_tables = _viewer(types.int64, 3)


@intrinsic
def address_of(typing, array):
    """Return the address of an array's first element."""

    def generate(context, builder, signature, arguments):
        made = make_array(signature.args[0])(context, builder, arguments[0])
        return builder.ptrtoint(made.data, context.get_value_type(types.int64))

    return types.int64(array), generate


@helper
def note_rows(table, which, address, rows, columns):
    """Note an array of ``rows`` by ``columns`` items at an address; return where it ends."""
    table[which, 0], table[which, 1], table[which, 2] = address, rows, columns
    return address + rows * columns * ITEM
