"""Settings, all from the environment. `MAILLAGE_HOME` holds every file; `DATABASE_URL` moves the records."""

import os
import secrets
import sys
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
PACKAGE = Path(__file__).resolve().parent.parent


def _default_home() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "maillage"
    if sys.platform == "win32":
        return Path(env.str("LOCALAPPDATA", default=str(Path.home()))) / "maillage"
    return Path(env.str("XDG_DATA_HOME", default=str(Path.home() / ".local" / "share"))) / "maillage"


HOME = Path(env.str("MAILLAGE_HOME", default=str(_default_home())))
LAKE = HOME / "lake"
DOCUMENTS = HOME / "documents"
CONVOCATION_DOCUMENTS = "maillage.bodies.documents.convocation.render"  # (meeting, called, ...) -> bytes
DIAGNOSIS_DOCUMENTS = (
    "maillage.diagnosis.documents.render"  # (snapshot, format) -> bytes; faces meet here only
)
DATA_TEMPLATES = "maillage.diagnosis.documents.template.render"  # (request, format, day) -> bytes
MINUTES_DOCUMENTS = "maillage.bodies.documents.minutes.render"  # (content, state, format) -> bytes
SHEET_TABLES = "maillage.contracts.documents.sheets.render"  # (lines, contract, on, format) -> file
HANDOVER_DOCUMENTS = "maillage.bodies.documents.handover.render"  # (dossier, on, format) -> bytes
COMMITMENT_SHEETS = "maillage.bodies.documents.commitments.render"  # (lines, partnership, on) -> bytes
COMPOSITION_DOCUMENTS = "maillage.bodies.documents.composition.render"  # (body, on, format) -> bytes
SPREAD_SHEETS = "maillage.funding.documents.spread.render"  # (spread, partnership, on, format) -> bytes
HEALTH_DOCUMENTS = "maillage.observatory.documents.health.render"  # (partnership, snapshot, format) -> bytes
ASSESSMENT_DOCUMENTS = "maillage.observatory.documents.assessment.render"  # (round, results, names, format)
MONTH_DOCUMENTS = "maillage.portal.documents.render"  # (month, partnership) -> bytes
ATTENDANCE_DOCUMENTS = "maillage.bodies.documents.attendance.render"  # (meeting, address, format) -> bytes
CONTRACT_DOCUMENTS = "maillage.contracts.documents.contract.render"  # (text, format, ...) -> bytes
SHEET_DOCUMENTS = "maillage.contracts.documents.sheet.render"  # (text, sheet, format, day) -> bytes
SUMMARY_DOCUMENTS = "maillage.contracts.documents.summary.render"  # (text, format, day, number) -> bytes
COMPARISON_DOCUMENTS = "maillage.contracts.documents.comparison.render"  # (head, changes, ...) -> bytes
CONTROL_LETTERS = "maillage.funding.documents.controls.render"  # (letter, format) -> bytes
CONTROL_RECEIPTS = "maillage.funding.documents.controls.render_receipt"  # (receipt, format) -> bytes
CAMPAIGN_RECORDS = "maillage.funding.documents.campaigns.render"  # (record, format) -> bytes
REQUEST_DOCUMENTS = "maillage.funding.documents.render"  # (request, name, on, format) -> bytes
REQUEST_SHEETS = "maillage.funding.documents.listed.render"  # (rows, partnership, on, format) -> pieces
PLAN_SHEETS = "maillage.funding.documents.plan_sheet.render"  # (requests, partnership, on) -> bytes
FIPD_DOCUMENTS = "maillage.funding.documents.yearly.render"  # (yearly, format) -> bytes
HOME.mkdir(parents=True, exist_ok=True, mode=0o700)


def _secret_key() -> str:
    """A key of this installation's own, kept in its home: nothing to set up, nothing shared with another."""
    path = HOME / "secret.key"
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = env.str("SECRET_KEY", default="") or _secret_key()
DEBUG = env.bool("MAILLAGE_DEBUG", default=False)
ALLOWED_HOSTS = env.list("MAILLAGE_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("MAILLAGE_ORIGINS", default=[])
PUBLIC_URL = env.str("MAILLAGE_URL", default="http://localhost:8000")  # what letters link to
DEMO = env.bool("MAILLAGE_DEMO", default=False)

INSTALLED_APPS = [
    "maillage.ui",
    "maillage.audit",
    "maillage.territory",
    "maillage.institutions",
    "maillage.accounts",
    "maillage.bodies",
    "maillage.datasets",
    "maillage.diagnosis",
    "maillage.contracts",
    "maillage.funding",
    "maillage.observatory",
    "maillage.portal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "maillage.site.guard.Guard",
    "maillage.site.replaying.Replaying",
]

ROOT_URLCONF = "maillage.site.urls"
WSGI_APPLICATION = "maillage.site.wsgi.application"

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "maillage.ui.templatetags.typography",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "maillage.site.context.workspace",
                "maillage.ui.replay.replayed",
            ],
        },
    }
]
COTTON_DIR = "components"

_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def _database(url: str) -> dict[str, object]:
    parsed: dict[str, object] = env.db_url_config(url)
    if "ENGINE" not in parsed:
        raise ImproperlyConfigured(
            f"DATABASE_URL « {url} » n'est pas une adresse de base. "
            "Écrivez sqlite:///CHEMIN ou postgres://COMPTE:MOT@MACHINE/BASE."
        )
    parsed["ATOMIC_REQUESTS"] = False
    if str(parsed["ENGINE"]).endswith("sqlite3"):
        parsed["OPTIONS"] = _SQLITE_OPTIONS
    return parsed


DATABASES = {"default": _database(env.str("DATABASE_URL", default=f"sqlite:///{HOME / 'maillage.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "maillage.site.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
_FORMS = "maillage.portal.web.account_forms."
ACCOUNT_FORMS = {
    "login": f"{_FORMS}LoginForm",
    "reset_password": f"{_FORMS}ResetPasswordForm",
    "reset_password_from_key": f"{_FORMS}ResetPasswordKeyForm",
    "change_password": f"{_FORMS}ChangePasswordForm",
    "set_password": f"{_FORMS}SetPasswordForm",
    "reauthenticate": f"{_FORMS}ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": f"{_FORMS}AuthenticateForm",
    "reauthenticate": f"{_FORMS}ReauthenticateByCodeForm",
    "activate_totp": f"{_FORMS}ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Maillage"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MAX_UNPACKED = env.int("MAILLAGE_MAX_UNPACKED", default=3_000_000_000)  # bytes, once opened
DATA_CATALOGUE = env.str("MAILLAGE_CATALOGUE", default="https://www.data.gouv.fr/api/1/datasets")
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
_HTTPS = env.bool("MAILLAGE_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = env.int("MAILLAGE_MAIL_TIMEOUT", default=20)  # seconds; far under the claim of a letter
DEFAULT_FROM_EMAIL = env.str("MAILLAGE_FROM", default="maillage@localhost")
