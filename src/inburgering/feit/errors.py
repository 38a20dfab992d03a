"""What can go wrong with a delivery as a whole; what goes wrong with one record is listed, not raised."""

from inburgering.primitives.errors import OngeldigeInvoer


class LeveringOngeldig(OngeldigeInvoer):
    """The file is not a delivery that can be read at all."""

    code, title = "levering-ongeldig", "Deze levering is niet te lezen"


class LeveringAndersDanEerder(LeveringOngeldig):
    """A number that was delivered before comes again with other content."""

    code, title = "levering-anders-dan-eerder", "Dit leveringsnummer is al gebruikt voor een andere inhoud"


class FeitNietVastTeLeggen(OngeldigeInvoer):
    """DUO's own fact cannot be recorded."""

    code, title = "feit-niet-vast-te-leggen", "Dit feit kan niet worden vastgelegd"
