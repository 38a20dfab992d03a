"""Makes a screenshot small: the same PNG with a palette of 256 colours, with the standard library only."""

import struct
import zlib
from collections import Counter

_KOP = b"\x89PNG\r\n\x1a\n"
_VAAK, _GROF = 200, 56


def verklein(png: bytes) -> bytes:
    """The picture with its 200 most common colours exact, and every other one as near as the rest of the palette."""
    breedte, hoogte, rijen = _lees(png)
    tel: Counter[tuple[int, ...]] = Counter()
    for rij in rijen:
        tel.update(zip(*rij, strict=True))
    palet = _palet(tel)
    nummer = {kleur: min(range(len(palet)), key=lambda i, k=kleur: _afstand(palet[i], k)) for kleur in tel}
    beeld = b"".join(b"\0" + bytes(map(nummer.__getitem__, zip(*rij, strict=True))) for rij in rijen)
    delen = (
        (b"IHDR", struct.pack(">IIBBBBB", breedte, hoogte, 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(map(bytes, palet))),
        (b"IDAT", zlib.compress(beeld, 9)),
        (b"IEND", b""),
    )
    return _KOP + b"".join(struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d)) for t, d in delen)


def _palet(tel: Counter[tuple[int, ...]]) -> list[tuple[int, ...]]:
    grof: Counter[tuple[int, ...]] = Counter()
    for kleur, aantal in tel.items():
        grof[tuple(v >> 3 << 3 | 4 for v in kleur)] += aantal
    return [k for k, _ in tel.most_common(_VAAK)] + [k for k, _ in grof.most_common(_GROF)]


def _afstand(een: tuple[int, ...], ander: tuple[int, ...]) -> int:
    return sum((a - b) ** 2 for a, b in zip(een, ander, strict=True))


def _lees(png: bytes) -> tuple[int, int, list[tuple[bytes, bytes, bytes]]]:
    """Width, height and per row its red, green and blue."""
    assert png.startswith(_KOP)
    plek, data, kop = len(_KOP), b"", b""
    while plek < len(png):
        lengte, soort = struct.unpack(">I4s", png[plek : plek + 8])
        stuk = png[plek + 8 : plek + 8 + lengte]
        kop, data = (stuk, data) if soort == b"IHDR" else (kop, data + stuk if soort == b"IDAT" else data)
        plek += 12 + lengte
    breedte, hoogte, diepte, kleursoort = struct.unpack(">IIBB", kop[:10])
    stap = {2: 3, 6: 4}[kleursoort]
    assert diepte == 8
    ruw, lengte = zlib.decompress(data), breedte * stap
    rijen, vorige = [], bytearray(lengte)
    for y in range(hoogte):
        begin = y * (lengte + 1)
        vorige = _ontfilter(ruw[begin], bytearray(ruw[begin + 1 : begin + 1 + lengte]), vorige, stap=stap)
        rijen.append((bytes(vorige[0::stap]), bytes(vorige[1::stap]), bytes(vorige[2::stap])))
    return breedte, hoogte, rijen


def _ontfilter(soort: int, rij: bytearray, boven: bytearray, *, stap: int) -> bytearray:
    if soort == 0:
        return rij
    for x in range(len(rij)):
        links = rij[x - stap] if x >= stap else 0
        hoek = boven[x - stap] if x >= stap else 0
        gok = (links, boven[x], (links + boven[x]) >> 1, _paeth(links, boven[x], hoek))[soort - 1]
        rij[x] = (rij[x] + gok) & 255
    return rij


def _paeth(links: int, boven: int, hoek: int) -> int:
    gok = links + boven - hoek
    return min((links, boven, hoek), key=lambda w: abs(gok - w))
