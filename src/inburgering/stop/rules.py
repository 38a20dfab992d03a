"""What a stop may cover, and who gets a Doorlaat."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from inburgering.organisatie import gemeenten as register
from inburgering.primitives.ids import Gemeentecode, VrijgaveId
from inburgering.stop.errors import BereikOngeldig, StopAlOpgeheven, StopVanKracht
from inburgering.stop.terms import (
    BRONNEN,
    CATEGORIEEN,
    MERK,
    SOORTEN,
    VRIJGAVEN_MAX,
    WETTEN,
    Aandringen,
    Bereik,
    Bevestiging,
    Doorlaat,
    Kanaal,
    Richting,
    StopRij,
)
from inburgering.toegang.errors import VierOgenNodig
from inburgering.toegang.terms import Actor


def vraag_doorlaat(
    vrijgave_id: VrijgaveId, *, levend: bool | None, kanaal: Kanaal, gemeente: Gemeentecode | None, epoch: int
) -> Doorlaat:
    """The proof that the brake is off for this vrijgave. What the poort did not answer counts as stopped.

    Raises:
        StopVanKracht: the vrijgave is not live.
    """
    if levend is not True:
        plaats = f" voor gemeente {gemeente}" if gemeente else ""
        raise StopVanKracht(
            f"Vrijgave {vrijgave_id} is gestopt{plaats}: er gaat niets uit via {kanaal}.",
            veld=f"vrijgave {vrijgave_id}",
            herstel="Wacht tot de stop is opgeheven; er gaat niets verloren.",
        )
    return Doorlaat(vrijgave_id, kanaal, gemeente, epoch, MERK)


def eis_bereik(bereik: Bereik) -> None:
    """Refuse a bereik that is empty, double or impossible.

    Raises:
        BereikOngeldig: with the field that is wrong.
    """
    if [bereik.alles, bool(bereik.vrijgaven), bool(bereik.keus)].count(True) != 1:
        raise BereikOngeldig(
            "Kies alles, of noem vrijgaven, of kies op wet, categorie, soort of periode; precies een van deze.",
            veld="vrijgaven",
        )
    eis_keus(bereik)
    if any(not 0 <= v < VRIJGAVEN_MAX for v in bereik.vrijgaven):
        raise BereikOngeldig(f"Een vrijgave is een getal van 0 tot en met {VRIJGAVEN_MAX - 1}.", veld="vrijgaven")
    eis_gemeenten(bereik.gemeenten)


def eis_keus(bereik: Bereik) -> None:
    """Refuse a keus that can pick nothing, or that a stop of what comes in cannot have.

    Raises:
        BereikOngeldig: a period that ends before it begins, or a field that says nothing about what comes in.
    """
    keus = bereik.keus
    if keus.vanaf and keus.tot and keus.tot < keus.vanaf:
        raise BereikOngeldig("De laatste dag ligt voor de eerste.", veld="tot", herstel="Draai de dagen om.")
    if bereik.richting is Richting.IN and (bereik.vrijgaven or replace(keus, soorten=())):
        raise BereikOngeldig(
            "Wat binnenkomt heeft geen vrijgave, wet, categorie of periode.",
            veld="richting",
            herstel=f"Kies alles, of noem als soort de bron: {_of(BRONNEN)}.",
        )


def eis_woorden(bereik: Bereik, *, gemaakt: Iterable[str]) -> None:
    """Refuse a wet, categorie or soort that nobody knows: a stop of a mistake in spelling holds nothing.

    One kind of vrijgave may be named as well, once such a vrijgave was `gemaakt`.

    Raises:
        BereikOngeldig: names the word, and the words that are known.
    """
    keus, inkomend = bereik.keus, bereik.richting is Richting.IN
    soorten = BRONNEN if inkomend else SOORTEN
    for veld, gevraagd, bekend, erbij in (
        ("wet", keus.wetten, WETTEN, ()),
        ("categorie", keus.categorieen, CATEGORIEEN, ()),
        ("soort", keus.soorten, soorten, () if inkomend else gemaakt),
    ):
        if vreemd := sorted(set(gevraagd) - {*bekend, *erbij}):
            raise BereikOngeldig(
                f"Wij kennen geen {veld} “{vreemd[0]}”. De stop zou niets tegenhouden.",
                veld=veld,
                herstel=f"Kies {_of(bekend)}.",
            )


def _of(woorden: Iterable[str]) -> str:
    *eerste, laatste = woorden
    return f"{', '.join(eerste)} of {laatste}"


def eis_herziening(herzie_op: date | None, dag: date) -> None:
    """Refuse a day to look again that is over.

    Raises:
        BereikOngeldig: the day lies before `dag`.
    """
    if herzie_op is not None and herzie_op < dag:
        raise BereikOngeldig(
            f"De dag waarop u opnieuw kijkt, {herzie_op:%d-%m-%Y}, is al voorbij.",
            veld="herzie_op",
            herstel="Kies vandaag of een latere dag, of laat de dag weg.",
        )


_BEGIN = date(2022, 1, 1)  # the Wi2021: a gemeente that ended before has nothing of it (toegang says the same)


def met_voorgangers(gemeenten: Iterable[str], dag: date) -> tuple[Gemeentecode, ...]:
    """The gemeenten that answer on `dag` for these, each with those it took over: what lies there is read there too.

    Raises:
        BereikOngeldig: a code that no gemeente has or had, with the successor nowhere to be found.
    """
    gevraagd = tuple(gemeenten)
    eis_gemeenten(gevraagd)
    uit: set[Gemeentecode] = set()
    for code in gevraagd:
        nu = _rechtsopvolger(code, dag)
        if nu is None:
            raise BereikOngeldig(
                f"Er is geen gemeente met code {code}.",
                veld="gemeenten",
                herstel="Gebruik de code van vier cijfers uit landelijke tabel 33, zonder GM.",
            )
        uit |= {nu, *overgenomen([nu], dag)}
    return tuple(sorted(uit))


def overgenomen(gemeenten: Iterable[str], dag: date) -> list[Gemeentecode]:
    """The gemeenten that these took over by `dag`."""
    return [v for g in gemeenten for v in register.voorgangers(g, dag, sinds=_BEGIN)]


def _rechtsopvolger(code: str, dag: date) -> Gemeentecode | None:
    """Who answers on `dag` for this code; None when it is no gemeente, not yet one, or one without a successor."""
    if not register.is_gemeente(code):
        return None
    try:
        nu = register.rechtsopvolger(code, dag)
    except register.OnbekendeGemeente:
        return None
    return nu if register.bestaat(nu, dag) else None


def wie_antwoordt(antwoorden: Iterable[Bevestiging], *, dag: date) -> list[Bevestiging]:
    """The answers of the gemeenten of `dag`, by code: for one that is gone and did not confirm, its successor answers.

    What is no gemeente is left out: nobody can answer for it.
    """
    alle = list(antwoorden)
    uit = {a.gemeente: a for a in alle if a.bevestigd_op or _rechtsopvolger(a.gemeente, dag) == a.gemeente}
    for weg in alle:
        nu = _rechtsopvolger(weg.gemeente, dag)
        if weg.gemeente not in uit and nu is not None:
            uit.setdefault(nu, Bevestiging(nu, None, None, None))
    return [uit[code] for code in sorted(uit)]


AANDRINGEN_NA: Mapping[Aandringen, timedelta] = MappingProxyType(
    {Aandringen.HERINNERING: timedelta(hours=24), Aandringen.ESCALATIE: timedelta(hours=72)}
)
"""How long after a stop a gemeente that has not confirmed is urged."""


def dring_aan(
    antwoorden: Iterable[Bevestiging], *, gezet_op: datetime, al: frozenset[tuple[str, Aandringen]], now: datetime
) -> list[tuple[Gemeentecode, Aandringen]]:
    """Which gemeenten are urged now and how: each once per kind, and never who has confirmed."""
    stil = [a.gemeente for a in antwoorden if a.bevestigd_op is None]
    tijd = [soort for soort, na in AANDRINGEN_NA.items() if now >= gezet_op + na]
    return [(gemeente, soort) for soort in tijd for gemeente in stil if (gemeente, soort) not in al]


def eis_gemeenten(gemeenten: tuple[str, ...]) -> None:
    """Refuse what is no gemeentecode.

    Raises:
        BereikOngeldig: a code that is not four digits.
    """
    if any(len(g) != 4 or not g.isascii() or not g.isdigit() for g in gemeenten):
        raise BereikOngeldig("Een gemeentecode heeft vier cijfers.", veld="gemeenten")


def eis_reden(reden: str) -> None:
    """Refuse a stop without a reason: gemeenten read it.

    Raises:
        BereikOngeldig: an empty reason.
    """
    if not reden.strip():
        raise BereikOngeldig("Geef een reden; gemeenten lezen die.", veld="reden")


def eis_ander(door: Actor, tweede: Actor | None) -> None:
    """Refuse the same person as first and second; a stop needs no second.

    Raises:
        VierOgenNodig: twice the same.
    """
    if tweede is not None and tweede.id == door.id:
        raise VierOgenNodig(
            "De tweede persoon is dezelfde als de eerste.",
            veld="tweede",
            herstel="Noem een ander, of laat de tweede weg: een stop zetten mag alleen.",
        )


def eis_bekend(gemeenten: tuple[str, ...], bekend: set[str]) -> None:
    """Refuse to lift for a gemeente that reads nothing at all.

    Raises:
        BereikOngeldig: a gemeente without a row in the poort.
    """
    if onbekend := sorted(set(gemeenten) - bekend):
        raise BereikOngeldig(
            f"Deze gemeenten doen niet mee: {', '.join(onbekend)}.",
            veld="gemeenten",
            herstel="Controleer de code, of laat de gemeenten weg om overal op te heffen.",
        )


def eis_van_kracht(stop: StopRij) -> None:
    """Refuse to lift what was lifted already.

    Raises:
        StopAlOpgeheven: nothing of the stop is in force.
    """
    if stop.opgeheven_op is not None:
        raise StopAlOpgeheven(
            f"De laatste opheffing was op {stop.opgeheven_op:%d-%m-%Y om %H:%M} (UTC).",
            veld=f"stop {stop.id}",
            herstel="U hoeft niets te doen. Kijk bij de actieve stops welke stop nog geldt.",
        )


def eis_deel(bereik: Bereik, vrijgaven: tuple[int, ...], gemeenten: tuple[str, ...]) -> None:
    """Refuse to lift what the stop does not cover.

    Raises:
        BereikOngeldig: a vrijgave or gemeente outside the stop.
    """
    eis_gemeenten(gemeenten)
    if any(not 0 <= v < VRIJGAVEN_MAX for v in vrijgaven) or (
        not bereik.alles and not set(vrijgaven) <= set(bereik.vrijgaven)
    ):
        raise BereikOngeldig("De stop dekt niet al deze vrijgaven.", veld="vrijgaven")
    if bereik.gemeenten and not set(gemeenten) <= set(bereik.gemeenten):
        raise BereikOngeldig("De stop geldt niet in al deze gemeenten.", veld="gemeenten")


def eis_geldt_voor(bereik: Bereik, gemeente: str) -> None:
    """Refuse an answer of a gemeente that the stop does not concern.

    Raises:
        BereikOngeldig: the stop is not for this gemeente.
    """
    eis_gemeenten((gemeente,))
    if bereik.gemeenten and gemeente not in bereik.gemeenten:
        raise BereikOngeldig(f"De stop geldt niet in gemeente {gemeente}.", veld="gemeente")
