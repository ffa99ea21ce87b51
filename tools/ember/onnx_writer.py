"""A small writer and reader for ONNX files: just the protobuf fields a decoder graph needs (onnx.proto3, IR 10)."""
from __future__ import annotations

import struct

FLOAT, UINT8, INT8, INT32, INT64 = 1, 2, 3, 6, 7


def varint(n: int) -> bytes:
    n &= (1 << 64) - 1  # negative int64 values take ten bytes
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def field_int(number: int, value: int) -> bytes:
    return varint(number << 3) + varint(value)


def field_float(number: int, value: float) -> bytes:
    return varint(number << 3 | 5) + struct.pack("<f", value)


def field_bytes(number: int, value: bytes | str) -> bytes:
    data = value.encode() if isinstance(value, str) else bytes(value)
    return varint(number << 3 | 2) + varint(len(data)) + data


def tensor(name: str, kind: int, dims, raw: bytes) -> bytes:
    return b"".join(field_int(1, d) for d in dims) + field_int(2, kind) + field_bytes(8, name) + field_bytes(9, raw)


def attribute(name: str, value) -> bytes:
    head = field_bytes(1, name)
    if isinstance(value, str):
        return head + field_bytes(4, value) + field_int(20, 3)
    if isinstance(value, float):
        return head + field_float(2, value) + field_int(20, 1)
    if isinstance(value, (list, tuple)):
        return head + b"".join(field_int(8, v) for v in value) + field_int(20, 7)
    return head + field_int(3, value) + field_int(20, 2)


def value_info(name: str, kind: int, dims) -> bytes:
    shape = b"".join(field_bytes(1, field_bytes(2, d) if isinstance(d, str) else field_int(1, d)) for d in dims)
    return field_bytes(1, name) + field_bytes(2, field_bytes(1, field_int(1, kind) + field_bytes(2, shape)))


class Graph:
    """A graph under construction; every weight is stored inside the file."""

    def __init__(self, name: str):
        self.name, self.nodes, self.weights = name, [], {}
        self.inputs, self.outputs = [], []

    def input(self, name: str, kind: int, dims) -> str:
        self.inputs.append(value_info(name, kind, dims))
        return name

    def output(self, name: str, kind: int, dims) -> str:
        self.outputs.append(value_info(name, kind, dims))
        return name

    def weight(self, name: str, kind: int, dims, raw: bytes) -> str:
        self.weights.setdefault(name, tensor(name, kind, dims, raw))
        return name

    def op(self, kind: str, inputs, outputs, domain: str = "", **attributes) -> str:
        outputs = [outputs] if isinstance(outputs, str) else outputs
        node = b"".join(field_bytes(1, i) for i in inputs) + b"".join(field_bytes(2, o) for o in outputs)
        node += field_bytes(3, "/" + outputs[0]) + field_bytes(4, kind)
        node += b"".join(field_bytes(5, attribute(k, v)) for k, v in attributes.items())
        self.nodes.append(node + (field_bytes(7, domain) if domain else b""))
        return outputs[0]

    def ms(self, kind: str, inputs, outputs, **attributes) -> str:
        """A contributed operator of onnxruntime."""
        return self.op(kind, inputs, outputs, "com.microsoft", **attributes)

    def model(self) -> bytes:
        body = b"".join(field_bytes(1, n) for n in self.nodes) + field_bytes(2, self.name)
        body += b"".join(field_bytes(5, w) for w in self.weights.values())
        body += b"".join(field_bytes(11, i) for i in self.inputs) + b"".join(field_bytes(12, o) for o in self.outputs)
        opsets = field_bytes(8, field_bytes(1, "") + field_int(2, 21))
        opsets += field_bytes(8, field_bytes(1, "com.microsoft") + field_int(2, 1))
        return field_int(1, 10) + field_bytes(2, "ember") + field_bytes(7, body) + opsets


def fields(data: bytes) -> dict[int, list]:
    """The fields of one protobuf message: numbers, 4-byte strings or byte strings."""
    out: dict[int, list] = {}
    at = 0

    def number() -> int:
        nonlocal at
        value = shift = 0
        while True:
            value |= (data[at] & 127) << shift
            shift, at = shift + 7, at + 1
            if data[at - 1] < 128:
                return value

    while at < len(data):
        key = number()
        if key & 7 == 0:
            value = number()
        else:
            size = number() if key & 7 == 2 else 4
            value, at = data[at:at + size], at + size
        out.setdefault(key >> 3, []).append(value)
    return out
