"""What can go wrong with a statuslijst."""

from inburgering.primitives.errors import NietGevonden, OngeldigeInvoer


class LijstOnbekend(NietGevonden):
    """There is no statuslijst with that name, or it did not exist at that moment."""

    code = "statuslijst-onbekend"
    title = "Deze statuslijst bestaat niet"


class LijstOnleesbaar(OngeldigeInvoer):
    """The bytes are no statuslijst."""

    code = "statuslijst-onleesbaar"
    title = "Deze statuslijst is niet te lezen"
