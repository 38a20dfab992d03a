"""Every address of the portal."""

from django.urls import URLPattern, URLResolver, path

from inburgering.interfaces.portal.views import binnenkomen, duo, gemeente, herstel, openbaar, stops, terug

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", binnenkomen.begin, name="begin"),
    path("inloggen", binnenkomen.inloggen, name="inloggen"),
    path("uitloggen", binnenkomen.uitloggen, name="uitloggen"),
    path("inbox", gemeente.inbox, name="inbox"),
    path("inbox/export.csv", gemeente.inbox_csv, name="inbox_csv"),
    path("signalen/<uuid:signaal_id>", gemeente.signaal, name="signaal"),
    path("signalen/<uuid:signaal_id>/bsn", gemeente.signaal_bsn, name="signaal_bsn"),
    path("signalen/<uuid:signaal_id>/behandeling", gemeente.behandeling, name="signaal_behandeling"),
    path("signalen/<uuid:signaal_id>/correctie", gemeente.correctie, name="signaal_correctie"),
    path("signalen/<uuid:signaal_id>/verklaring", gemeente.verklaring, name="signaal_verklaring"),
    path("signalen/<uuid:signaal_id>/doorgifte", gemeente.doorgifte, name="signaal_doorgifte"),
    path("signalen/<uuid:signaal_id>/terug/<str:soort>", terug.op_signaal, name="terug_op_signaal"),
    path("terugmeldingen", terug.lijst, name="terugmeldingen"),
    path("terugmeldingen/nieuw/<str:soort>", terug.nieuw, name="terug_nieuw"),
    path("terugmeldingen/<int:nummer>", terug.terugmelding, name="terugmelding"),
    path("terugmeldingen/<int:nummer>/wijzig", terug.wijzig, name="terug_wijzig"),
    path("terugmeldingen/<int:nummer>/intrekken", terug.trek_in, name="terug_intrekken"),
    path("vragen", terug.vragen, name="vragen"),
    path("vragen/<int:nummer>", terug.vraag, name="vraag"),
    path("stops/<uuid:stop_id>/bevestig", stops.bevestig, name="stop_bevestig"),
    path("stops/<uuid:stop_id>/opheffen", stops.opheffen, name="stop_opheffen"),
    path("stops/nieuw", stops.uitroepen, name="stop_uitroepen"),
    path("dossiers", duo.dossiers, name="dossiers"),
    path("dossiers/<int:persoon_id>", duo.dossier, name="dossier"),
    path("dossiers/<int:persoon_id>/bsn", duo.bsn, name="bsn"),
    path("werkvoorraad", duo.werkvoorraad, name="werkvoorraad"),
    path("werkvoorraad/<uuid:vaststelling_id>", duo.beslis, name="beslis"),
    path("herstel", herstel.herstel, name="herstel"),
    path("herstel/<str:code>", herstel.herstelkamer, name="herstelkamer"),
    path("status", openbaar.status, name="status"),
    path("toegankelijkheid", openbaar.toegankelijkheid, name="toegankelijkheid"),
    path("privacy", openbaar.privacy, name="privacy"),
    path("healthz", openbaar.gezond, name="gezond"),
    path(".well-known/security.txt", openbaar.security_txt, name="security_txt"),
]
