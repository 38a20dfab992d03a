"""The product behind granian with one more address: the bare view that the list of signalen is compared with."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inburgering.config.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

_LIJST = """SELECT json_build_object('signalen', coalesce(json_agg(x), '[]'))::text FROM (
    SELECT s.id, s.soort, s.gemeente, s.volgnummer, s.vrijgave_id, s.aangemaakt_op, s.gebruik_tot, s.deadline, s.status,
        s.status_op, s.correctiesoort, s.vaststelling_id, i.inhoud
    FROM signaal_signaal s JOIN signaal_inhoud i ON i.signaal_id = s.id
    WHERE s.gemeente = %s AND s.volgnummer > %s ORDER BY s.volgnummer LIMIT 50) x"""


def kaal(request: HttpRequest) -> HttpResponse:
    """Fifty signalen as PostgreSQL writes them: nobody is asked who he is, nothing is booked."""
    gemeente = request.GET["gemeente"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.gemeente', %s, true)", [gemeente])
        cursor.execute(_LIJST, [gemeente, int(request.GET.get("sinds", "0"))])
        return HttpResponse(cursor.fetchone()[0], content_type="application/json")


application = get_wsgi_application()
urlpatterns = [path("kaal", kaal), path("", include(settings.ROOT_URLCONF))]
settings.ROOT_URLCONF = "_http"
