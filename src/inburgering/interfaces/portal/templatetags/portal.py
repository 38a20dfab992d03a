"""`{% icon %}` draws an icon, `{% tag %}` a status label; `|getal` writes a number the Dutch way."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from inburgering.interfaces.portal.onderdelen import Etiket

register = template.Library()
_SPRITE = Path(__file__).resolve().parents[1] / "static/portal/icons.svg"


@cache
def iconen() -> dict[str, SafeString]:
    """Every icon of the sprite: its name and its drawing."""
    paren = re.findall(r'<symbol id="([a-z0-9-]+)"[^>]*>(.*?)</symbol>', _SPRITE.read_text("utf-8"))
    # The sprite is our own file, built from a pinned package.
    return {naam: mark_safe(vorm) for naam, vorm in paren}  # noqa: S308 - no text from outside


@register.simple_tag
def icon(naam: str) -> SafeString:
    """An icon in the line, hidden from screen readers: the word next to it says the same.

    Raises:
        KeyError: the sprite has no such icon; add it to frontend/iconen.txt.
    """
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', iconen()[naam]
    )


@register.inclusion_tag("portal/deel/tag.html")
def tag(etiket: Etiket) -> dict[str, Etiket]:
    """A status: an icon and a word, never a colour alone."""
    return {"etiket": etiket}


@register.filter
def getal(waarde: int) -> str:
    """`1284` as `1.284`."""
    return f"{waarde:,}".replace(",", ".")
