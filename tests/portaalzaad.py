"""The chain as it stood on 26 January 2022, made with the real commands: invented people all over the country."""

import io
import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

NU = datetime(2022, 1, 26, 15, 52, tzinfo=UTC)
TILBURG, GOIRLE, AMSTERDAM = "0855", "0785", "0363"
AANTAL = 260
WACHTWOORD = "samen-een-lang-woord"
NAAR = "<Onbekend> & </Onbemind>"
MENSEN = (
    "Amina Yusuf", "Yonas Haile", "Selam Tesfay", "Oleksandr Bondar", "Fatima El Idrissi", "Ahmad Rahimi",
    "Nguyễn Thị Mai", "Zeynep Yılmaz", "Dawit Gebre", "Layla Haddouni", "Omar Jaberi", "Rahel Berhanu",
    "Karim Esfahani", "Idris Woldemich", "Salma Mansouri", "Filmon Kidane", "Rima Chalabi", "Hamid Qaderzai",
    "Aster Negassiye", "Jamal Lazrakan", "Nadia Petrosova", "Robel Teklemar", "Yasmin Sahelian", "Tarek Farahzad",
    "Senait Abraha", "Aziz Umarov", "Dina Vardanik", "Merhawi Gebreab", "Lina Demirok", NAAR,
)  # fmt: skip


@dataclass
class Stand:
    """What later steps and tests need to point at."""

    wie: dict = field(default_factory=dict)
    personen: list[int] = field(default_factory=list)
    fout: list[int] = field(default_factory=list)
    stop: object = None
    incident: object = None


def rustig() -> Stand:
    """People, facts, letters and signalen; nothing is stopped."""
    stand = Stand()
    _mensen_met_login(stand)
    stand.personen = _lees()
    _neem_in_gebruik(stand, "kennisgeving", op(3))
    _vertel(stand, stand.personen[:22], "kennisgeving", dag=date(2022, 1, 10))
    _vertel(stand, stand.personen[30:], "kennisgeving", dag=date(2022, 1, 12), met_brief=False)
    _neem_in_gebruik(stand, "bekendmaking", op(25))
    _vertel(stand, stand.personen[22:30], "bekendmaking", dag=date(2022, 1, 25))
    return stand


def gestopt(stand: Stand) -> None:
    """The stop of the wrong run, the incident, and how far the gemeenten are."""
    from inburgering.bericht import commands as bericht
    from inburgering.herstel import commands as herstel
    from inburgering.stop import commands as stop
    from inburgering.stop.terms import Bereik

    wie, moment = stand.wie, op(26, 11, 20)
    bereik = Bereik(alles=False, vrijgaven=tuple(stand.fout))
    reden = "DUO heeft voor deze personen misschien de verkeerde wet vastgesteld."
    stand.stop = stop.zet_stop(
        bereik, reden, door=wie["leider"], tweede=wie["privacy"], now=moment, incident="INC-2022-001"
    )
    stop.loop_leeg(stand.stop, now=moment)
    for nummer, code in enumerate(_gemeenten_met_signaal(stand)):
        zet = (stop.lees, None, stop.bevestig)[min(nummer % 12, 2)]
        if zet:
            zet(stand.stop, code, door=_klantmanager(code), now=op(26, 12, nummer % 60))
    stand.incident = herstel.open_incident(
        "Verkeerde wet vastgesteld", bewust_op=op(25, 10, 5), regelversie_oud="kennisgeving",
        regelversie_nieuw="bekendmaking", stop_id=stand.stop, door=wie["leider"], now=op(26, 11, 25),
        ontdekt_door="gemeente Zwolle",
    )  # fmt: skip
    _verklaar(stand)
    herstel.onderzoek(stand.incident, now=op(26, 13, 45))
    herstel.stel_ap_dossier_op(stand.incident, now=op(26, 14, 0), door=wie["privacy"])
    herstel.schrijf_uitleg(stand.incident, door=wie["leider"], tweede=wie["jurist"], now=op(26, 14, 30))
    _plan(stand)
    bericht.plaats(
        ("Voor een groep personen is misschien de verkeerde wet vastgesteld.", "DUO heeft het gebruik gestopt."),
        ("Wij weten nog niet precies om wie het gaat.",),
        ("Gemeenten: gebruik de gegevens niet en bevestig de stop.", "Inburgeraars: u hoeft niets te doen."),
        volgende_op=op(28, 12, 0), door=wie["leider"], now=op(26, 12, 0), titel="Stop: wij zoeken een fout uit",
        incident="INC-2022-001",
    )  # fmt: skip


def op(dag: int, uur: int = 9, minuut: int = 0) -> datetime:
    """A moment in January 2022."""
    return datetime(2022, 1, dag, uur, minuut, tzinfo=UTC)


def gemeente_van(nummer: int) -> str:
    """Where person `nummer` lives: many in Tilburg, the others everywhere."""
    from inburgering.organisatie import gemeenten

    if nummer < len(MENSEN) and (nummer % 2 == 0 or nummer == 29):
        return TILBURG
    if nummer == 1:
        return AMSTERDAM
    toen, nu = (gemeenten.gemeenten_op(dag) for dag in (date(2021, 12, 20), NU.date()))
    alle = [g.code for g in toen if g in nu and g.code not in {TILBURG, AMSTERDAM}]
    return alle[nummer * 37 % len(alle)]


def _gemeenten_met_signaal(stand: Stand) -> list[str]:
    from inburgering.signaal import queries

    codes = {rij.gemeente for rij in queries.van_vrijgaven(stand.fout)}
    return sorted(codes - {TILBURG, GOIRLE, AMSTERDAM})


def _mensen_met_login(stand: Stand) -> None:
    from inburgering.stop import commands as stop
    from inburgering.toegang import commands as toegang
    from inburgering.toegang.terms import Rol

    logins = (
        ("tilburg", "M. de Vries", Rol.KLANTMANAGER, TILBURG), ("amsterdam", "K. Jansen", Rol.KLANTMANAGER, AMSTERDAM),
        ("duo", "J. Bakker", Rol.DUO_MEDEWERKER, None), ("jurist", "S. Willems", Rol.DUO_JURIST, None),
        ("leider", "N. Haddad", Rol.INCIDENTLEIDER, None), ("privacy", "R. Öztürk", Rol.PRIVACY_OFFICER, None),
        ("cbs", "C. Bos", Rol.CBS, None),
    )  # fmt: skip
    for login, naam, rol, gemeente in logins:
        stand.wie[login] = toegang.maak_medewerker(
            login, naam, rol=rol, gemeente=gemeente, wachtwoord=WACHTWOORD, now=op(3)
        )
    toegang.geef_mandaat(GOIRLE, TILBURG, vanaf=date(2021, 1, 1), tot=None, door=stand.wie["privacy"], now=op(3))
    stop.zorg_voor_gemeenten([TILBURG, GOIRLE, AMSTERDAM])


def _klantmanager(code: str):
    from inburgering.primitives.ids import Gemeentecode
    from inburgering.toegang.terms import Actor, Rol

    return Actor(f"medewerker:9{code}", f"Klantmanager {code}", Rol.KLANTMANAGER, Gemeentecode(code))


def _lees() -> list[int]:
    from inburgering.feit import commands, queries
    from inburgering.interfaces.cli.verhaal.personen import ACHTERNAMEN, VOORNAMEN
    from inburgering.primitives.ids import voldoet_aan_elfproef

    nummers = (f"{n}" for n in range(999_980_000, 999_990_000) if voldoet_aan_elfproef(f"{n}"))
    namen = [*MENSEN, *(f"{VOORNAMEN[n % 38]} {ACHTERNAMEN[n % 25]}" for n in range(AANTAL - len(MENSEN)))]
    mensen = [(n, bsn, naam) for n, (bsn, naam) in enumerate(zip(nummers, namen, strict=False))]
    for bron, records in (("ind", map(_ind, mensen)), ("coa", [_coa(m) for m in mensen if _is_asiel(m[0])])):
        verslag = commands.neem_op(bron, io.BytesIO(_levering(bron.upper(), list(records))), now=op(4))
        assert not verslag.fouten, verslag.fouten
    verslag = commands.neem_op("brp", io.BytesIO(_brp_levering(mensen)), now=op(4))
    assert not verslag.fouten, verslag.fouten
    return [queries.zoek(bsn) for _, bsn, _ in mensen]


def _is_asiel(nummer: int) -> bool:
    return nummer % 3 != 0


def _ind(mens):
    nummer, bsn, naam = mens
    voor, _, achter = naam.partition(" ")
    laat = 15 <= nummer < len(MENSEN) or nummer % 7 == 6
    bekend = date(2022, 1, 1) + timedelta(days=nummer % 4) if laat else date(2021, 11, 18) + timedelta(days=nummer % 30)
    titel = {"grond": "8c", "doel": "asiel"} if _is_asiel(nummer) else {"grond": "8a", "doel": "gezinslid"}
    verblijf = titel | {
        "ingangsdatum": (bekend - timedelta(days=40)).isoformat(),
        "beschikkingsdatum": bekend.isoformat(),
        "bekendmaking": None if nummer in {18, 29} or nummer % 41 == 40 else bekend.isoformat(),
    }
    if not _is_asiel(nummer):
        verblijf["referent"] = {"soort": "nederlander"}
    return {
        "burgerservicenummer": bsn,
        "vNummer": f"{2_700_000_000 + nummer}",
        "naam": {"voornamen": voor, "geslachtsnaam": achter},
        "nationaliteiten": [{"code": "0336"}],
        "verblijf": [verblijf],
    }


def _coa(mens):
    nummer, bsn, _ = mens
    return {
        "burgerservicenummer": bsn,
        "vNummer": f"{2_700_000_000 + nummer}",
        "huisvesting": {"gemeente": gemeente_van(nummer)},
        "verblijfplaats": {"gemeente": "0014", "soort": "azc"},
    }


def _brp(mens):
    from inburgering.organisatie import gemeenten

    nummer, bsn, naam = mens
    voor, _, achter = naam.partition(" ")
    geboren = date(1966, 3, 2) + timedelta(days=nummer * 131 % 12_000)
    return {
        "burgerservicenummer": bsn,
        "naam": {"voornamen": voor, "geslachtsnaam": achter},
        "geboorte": {"datum": _datum(geboren)},
        "nationaliteiten": [{"type": "Nationaliteit", "nationaliteit": {"code": "0336"}}],
        "gemeenteVanInschrijving": {"code": gemeente_van(nummer)},
        "datumInschrijvingInGemeente": _datum(date(2021, 12, 20)),
        "verblijfplaats": {
            "type": "Adres",
            "verblijfadres": {
                "korteStraatnaam": "Voorbeeldstraat",
                "huisnummer": nummer + 1,
                "postcode": "5038AA",
                "woonplaats": gemeenten.naam(gemeente_van(nummer)),
            },
        },
    }


def _datum(dag: date):
    return {"type": "Datum", "datum": dag.isoformat(), "langFormaat": f"{dag.day}-{dag.month}-{dag.year}"}


def _kop(wie: str, records):
    som = sum(int(r["burgerservicenummer"]) for r in records)
    return {"leverancier": wie, "nummer": 1, "datum": "2022-01-04", "aantal": len(records), "controlegetal": som}


def _levering(wie: str, records) -> bytes:
    return "\n".join(json.dumps(r, ensure_ascii=False) for r in [_kop(wie, records), *records]).encode()


def _brp_levering(mensen) -> bytes:
    records = [_brp(m) for m in mensen]
    return json.dumps(_kop("RvIG (verzonnen)", records) | {"personen": records}, ensure_ascii=False).encode()


def _neem_in_gebruik(stand: Stand, regelversie: str, now: datetime) -> None:
    from inburgering.vaststelling import commands, queries

    jurist, leider = stand.wie["jurist"], stand.wie["leider"]
    geldt = next(reversed(queries.alle_in_gebruik(now)), None)
    rapport = commands.stel_rapport_op(geldt, regelversie, peildatum=now.date(), moment=now, door=jurist, now=now)
    reden = "De brief beslist niet; de dag waarop het besluit bekend werd wel." if geldt else "Zo werken wij nu."
    commands.neem_in_gebruik(regelversie, door=jurist, tweede=leider, now=now, rapport_hash=rapport, reden=reden)


def _stel_vast(stand: Stand, personen: list[int], regelversie: str, *, dag: date):
    from inburgering.vaststelling import commands, queries

    commands.stel_vast(
        personen, regelversie=regelversie, peildatum=dag, door=stand.wie["duo"], now=op(dag.day, 10),
        voorgenomen=dict.fromkeys(personen, dag),
    )  # fmt: skip
    return [v for v in queries.uitkomsten(personen) if v.oordeel == "plichtig" and v.ingangsdatum]


def _vertel(stand: Stand, personen: list[int], regelversie: str, *, dag: date, met_brief: bool = True) -> None:
    """Determine, write, print, and give the gemeente its signaal."""
    from inburgering.kennisgeving import commands as kennisgeving
    from inburgering.kennisgeving import terms as brieven
    from inburgering.signaal import commands as signaal
    from inburgering.stop import commands as stop

    door, uitkomsten = stand.wie["duo"], _stel_vast(stand, personen, regelversie, dag=dag)
    brief = stop.maak_vrijgave(regelversie, "brief", run=str(dag), now=op(dag.day, 10))
    opdrachten = [brieven.Opdracht(v.persoon_id, brieven.Soort.KENNISGEVING, {}, v.pk) for v in uitkomsten if met_brief]
    kennisgeving.schrijf(opdrachten, vrijgave_id=brief, dagtekening=dag, door=door, now=op(dag.day, 10))
    kennisgeving.druk_af(now=op(dag.day, 15), maximaal=max(0, len(opdrachten) - 2), door=door)
    vrijgave = stop.maak_vrijgave(regelversie, "signaal", run=str(dag), now=op(dag.day, 10))
    signalen = [_signaal(v, dag) for v in uitkomsten if v.wet == "Wi2021" and v.college]
    signaal.geef_vrij(signalen, vrijgave_id=vrijgave, door=door, now=op(dag.day, 16))
    if regelversie == "kennisgeving":
        stand.fout += [brief, vrijgave]


def _signaal(v, dag: date):
    from inburgering.feit import queries
    from inburgering.signaal.terms import Opdracht

    p = queries.persoonsgegevens([v.persoon_id], moment=NU)[v.persoon_id]
    gemeente = v.college
    inhoud = {
        "burgerservicenummer": p.bsn.waarde,
        "vreemdelingennummer": p.vnummer,
        "naam": p.naam,
        "geboortedatum": p.geboortedatum_tekst,
        "wet": "Wi2021",
        "ingangsdatum": v.ingangsdatum.isoformat(),
        "categorie": v.categorie,
        "kennisgevingOp": dag.isoformat(),
    }
    soort = "A2" if v.categorie == "asielstatushouder" else "G1"
    if soort == "A2":
        inhoud["huisvestingsgemeente"] = gemeente
    deadline = dag + timedelta(days=(v.persoon_id * 5) % 40 - 2)
    return Opdracht(v.persoon_id, gemeente, soort, inhoud, deadline, v.pk)


def _verklaar(stand: Stand) -> None:
    """Half of the gemeenten answer for every signaal they got, and some told a school."""
    from inburgering.signaal import commands, queries
    from inburgering.verstrekking import commands as verstrekking
    from inburgering.verstrekking import queries as boeken

    codes = [code for n, code in enumerate(_gemeenten_met_signaal(stand)) if n % 12 > 1]
    for rij in queries.van_vrijgaven(stand.fout):
        if rij.gemeente not in codes:
            continue
        wie, nummer = _klantmanager(rij.gemeente), codes.index(rij.gemeente)
        if nummer % 2:
            commands.verklaar(rij.pk, "niet-gebruikt", toelichting="", door=wie, now=op(26, 13, 30))
        if nummer % 9 == 0:
            boeking = boeken.van_signalen([rij.pk])[0]
            verstrekking.registreer_doorgifte(
                boeking.pk, "Taalschool Het Voorbeeld", gegevens=("naam", "adres"), grondslag="Wi2021 art. 35 lid 3",
                datum=date(2022, 1, 20), door=wie, now=op(26, 13, 10),
            )  # fmt: skip


def _plan(stand: Stand) -> None:
    from inburgering.hervatting import commands
    from inburgering.hervatting.terms import CohortVoorstel

    cohorten = [
        CohortVoorstel("Gezinsmigranten", date(2022, 3, 1), ("gezins-of-overige-migrant",), per_dag=2),
        CohortVoorstel("Asiel en overige migranten", date(2022, 3, 25), ("asielstatushouder",), per_dag=2),
    ]
    commands.plan(stand.incident, cohorten, door=stand.wie["leider"], tweede=stand.wie["privacy"], now=op(26, 15, 0))
