"""Settings from the environment, with safe defaults; each is described in docs/reference/instellingen.md."""

import base64
import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from inburgering.toegang.terms import Sessieregels

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("INBURGERING_VAR") or "var").resolve()


def _secret(setting: str, naam: str, maak: Callable[[], str]) -> str:
    """A secret: given, or made once and kept in `var/`."""
    if given := os.environ.get(setting):
        return given
    plek = VAR / naam
    plek.parent.mkdir(parents=True, exist_ok=True)
    if not plek.exists():
        # Whole or not at all, and the first of two wins: both then read the same.
        with tempfile.NamedTemporaryFile("w", dir=plek.parent) as bestand, suppress(FileExistsError):
            bestand.write(maak())
            bestand.flush()
            os.link(bestand.name, plek)
    return plek.read_text()


def _database(url: str, *, role: str = "") -> dict[str, Any]:
    """Django's description of the database behind `url`."""
    delen = urlsplit(url)
    extra = dict(parse_qsl(delen.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(delen.path.lstrip("/")),
        "USER": unquote(delen.username or ""),
        "PASSWORD": unquote(delen.password or ""),
        "HOST": extra.pop("host", "") or delen.hostname or "",
        "PORT": str(delen.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**extra, "prepare_threshold": 5} | ({"options": f"-c role={role}"} if role else {}),
    }


SECRET_KEY = _secret("INBURGERING_SECRET_KEY", "sessies.geheim", lambda: secrets.token_urlsafe(48))
DEBUG = os.environ.get("INBURGERING_DEBUG", "") == "1"
ALLOWED_HOSTS = os.environ.get("INBURGERING_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
# Where others reach this installation: in signalen, events and mails.
ADRES = (os.environ.get("INBURGERING_ADRES") or "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("INBURGERING_ORIGINS", "").split(",") if o]

# Addresses of our own proxy or inway, which may say who called; from anybody else such headers are refused.
EIGEN_PROXY = tuple(ip_network(n.strip()) for n in os.environ.get("INBURGERING_PROXY", "").split(",") if n.strip())
API_PER_MINUUT = int(os.environ.get("INBURGERING_API_PER_MINUUT", "600"))
API_PIEK = int(os.environ.get("INBURGERING_API_PIEK", "100"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "inburgering.spoor",
    "inburgering.toegang",
    "inburgering.stop",
    "inburgering.feit",
    "inburgering.verstrekking",
    "inburgering.vaststelling",
    "inburgering.kennisgeving",
    "inburgering.signaal",
    "inburgering.statistiek",
    "inburgering.statuslijst",
    "inburgering.bericht",
    "inburgering.terugmelding",
    "inburgering.herstel",
    "inburgering.hervatting",
    "inburgering.interfaces.portal",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "inburgering.interfaces.portal.middleware.Beleid",
    "inburgering.interfaces.api.voordeur.Voordeur",
    "inburgering.interfaces.portal.middleware.Tekens",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "inburgering.interfaces.portal.sessie.Sessie",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "inburgering.interfaces.portal.middleware.Fouten",
]
ROOT_URLCONF = "inburgering.config.urls"
WSGI_APPLICATION = "inburgering.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "inburgering.interfaces.portal.kader.kader",
            ]
        },
    }
]
# `default` is the role that owns nothing; `beheer` only sets up and migrates.
DATABASES = {
    "default": _database(os.environ.get("INBURGERING_DB_APP", "postgresql:///inburgering")),
    "beheer": _database(
        os.environ.get("INBURGERING_DB_BEHEER", "postgresql:///inburgering"), role="inburgering_eigenaar"
    ),
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}}
]

# The desks do not know each other; the command line finds the webhook desk here.
WEBHOOK_DRAIN = "inburgering.interfaces.webhook.worker.drain_once"
LOGBOEK_UITVOER = "inburgering.interfaces.webhook.logboek.voer_uit"
LDV_LEZEN = os.environ.get("INBURGERING_LDV_LEZEN", "")  # the secret of who reads the log book; closed when empty
OTLP = os.environ.get("INBURGERING_OTLP", "")  # where the trail also goes; nowhere when empty
# Tables of evidence of which every row has a print in the spoor; each room's migration set the trigger that makes it.
BEWIJSTABELLEN = (
    "verstrekking_verstrekking", "verstrekking_doorgifte", "verstrekking_doorgifteterugroep",
    "verstrekking_toegepastewet",
    "stop_stop", "stop_aanvulling", "stop_ontvangst", "stop_opheffing", "stop_lezing", "stop_bevestiging",
    "stop_aandrang", "stop_weigering",
    "signaal_verklaring", "signaal_gebeurtenis",
    "terugmelding_terugmelding", "terugmelding_beantwoording",
)  # fmt: skip
WEBHOOK_BLIJF = "inburgering.interfaces.webhook.worker.blijf"
# The name we give when we ask an address whether it wants our events.
WEBHOOK_OORSPRONG = (
    os.environ.get("INBURGERING_WEBHOOK_OORSPRONG") or urlsplit(ADRES).hostname or "openinburgering.example"
)
# Under these keys the secrets of abonnementen are kept: the first one locks, every one opens.
WEBHOOK_SLEUTELS = tuple(
    _secret(
        "INBURGERING_WEBHOOK_SLEUTELS",
        "webhook.sleutels",
        lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    )
    .replace(",", " ")
    .split()
)
# How many events a minute we ask an address to take; it may say less, and then gets less.
WEBHOOK_PER_MINUUT = int(os.environ.get("INBURGERING_WEBHOOK_PER_MINUUT", "600"))
# Whether webhooks may go to this machine or an inner network, and over http: to develop, to test, and in the story.
WEBHOOK_PRIVE = os.environ.get("INBURGERING_WEBHOOK_PRIVE", "1" if DEBUG else "") == "1"

# A file that somebody sends is hashed and let go of; nothing in the product keeps one.
FILE_UPLOAD_HANDLERS = ["inburgering.interfaces.portal.vingerafdruk.Vingerafdruk"]

# Mail, only to say that a webhook failed for good or a stop was not confirmed:
# smtp://naam:wachtwoord@server:587?starttls=1, or smtps://…
_MAIL = urlsplit(os.environ.get("INBURGERING_MAIL", ""))
EMAIL_HOST = _MAIL.hostname or ""
EMAIL_PORT = _MAIL.port or (465 if _MAIL.scheme == "smtps" else 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_MAIL.username or ""), unquote(_MAIL.password or "")
EMAIL_USE_SSL = _MAIL.scheme == "smtps"
EMAIL_USE_TLS = not EMAIL_USE_SSL and dict(parse_qsl(_MAIL.query)).get("starttls") == "1"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("INBURGERING_MAIL_VAN", "noreply@openinburgering.example")

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
LOGIN_URL = "/inloggen"
DEMO_WACHTWOORD = "inburgering-demo"  # of the invented people; shown only where INBURGERING_DEBUG=1

# Login at the own organisation (OpenID Connect, NL GOV profile) when set; then no password works in the portal.
OIDC_UITGEVER = os.environ.get("INBURGERING_OIDC", "")
OIDC_CLIENT = os.environ.get("INBURGERING_OIDC_CLIENT", "")
OIDC_SLEUTEL = os.environ.get("INBURGERING_OIDC_SLEUTEL", "")
OIDC_ROLLEN = os.environ.get("INBURGERING_OIDC_ROLLEN", "")
_EIDAS = "http://eidas.europa.eu/LoA/"
OIDC_NIVEAUS = os.environ.get("INBURGERING_OIDC_NIVEAUS", f"{_EIDAS}substantial {_EIDAS}high").split()
OIDC_ONVEILIG = DEBUG  # a provider over http, to develop and to test

SESSIE = Sessieregels(
    stil=timedelta(minutes=int(os.environ.get("INBURGERING_SESSIE_STIL", "30"))),
    hoogstens=timedelta(minutes=int(os.environ.get("INBURGERING_SESSIE_HOOGSTENS", "480"))),
)
SESSION_COOKIE_AGE = int(SESSIE.hoogstens.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not DEBUG and os.environ.get("INBURGERING_TLS", "") == "1"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SESSION_COOKIE_SECURE else 0
CSRF_FAILURE_VIEW = "inburgering.interfaces.portal.fouten.verlopen_formulier"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
