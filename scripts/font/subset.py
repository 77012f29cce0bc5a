"""Cuts a font down to the characters that forms and names have, and compresses it.

subset.py FONT NAMES OUT: NAMES has the characters of 通用规范汉字表 that neither GB/T 2312
nor Big5 has.
"""
import io
import sys

import brotli
from fontTools import subset
from fontTools.ttLib import TTFont

source, names, out = sys.argv[1:]


def characters(encoding, first, last):
    """The characters that an encoding writes in two bytes, of which the first is in a range."""
    found = set()
    for a in range(first, last):
        for b in range(0x40, 0xFF):
            try:
                found.add(ord(bytes([a, b]).decode(encoding)))
            except (UnicodeDecodeError, TypeError):
                pass
    return found


font = TTFont(source, recalcTimestamp=False)
keep = set(range(0x20, 0x180)) | set(range(0x2000, 0x2070)) | set(range(0xFF00, 0xFFF0))
keep |= characters("gb2312", 0xA1, 0xFE) | characters("gbk", 0xA1, 0xAA) | characters("big5", 0xA1, 0xFA)
keep |= {ord(c) for c in open(names, encoding="utf-8").read().strip()}
keep |= {c for c in font.getBestCmap() if c > 0xFFFF}

options = subset.Options(
    hinting=False, layout_features=[], notdef_outline=True, name_IDs=[0, 1, 2, 5, 6, 13, 14],
    drop_tables=["GPOS", "GSUB", "GDEF", "BASE", "STAT", "vhea", "vmtx", "gasp", "prep"],
)
cut = subset.Subsetter(options)
cut.populate(unicodes=keep)
cut.subset(font)
content = io.BytesIO()
font.save(content)
packed = brotli.compress(content.getvalue(), quality=11, lgwin=24)
with open(out, "wb") as f:
    f.write(packed)
print(len(font.getGlyphOrder()), "glyphs,", len(content.getvalue()), "bytes, packed", len(packed))
