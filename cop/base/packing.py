"""Bytes packed smaller for as long as they are kept in memory. Zstandard unpacks them four times as
fast as zlib does."""
import sys
from importlib import import_module

zstd = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")

#: How hard it tries: the least, which is a tenth smaller than zlib at its quickest.
LEVEL = 1


def pack(plain: bytes) -> bytes:
    return zstd.compress(plain, LEVEL)


def unpack(packed: bytes) -> bytes:
    return zstd.decompress(packed)
