"""Settings of one installation: the environment first, then `settings.toml` in the instance folder, then the default."""

from __future__ import annotations

import json
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from registry.db.session import normalise_url

PREFIX = "REGISTRY_"
DEFAULT_INSTANCE = Path.cwd() / "instance"
TRUE = frozenset({"1", "true", "yes", "on"})


class SettingWrong(ValueError):
    """A setting cannot be used; the message names it, where it was read and what is accepted."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between installations.

    `https` marks session cookies Secure and sends HSTS: set it wherever the registry is not only tried on the own machine.
    `trusted_proxies` is how many reverse proxies stand before the registry and tell it the caller's address.
    `public_badges` lets anybody see the badges of APIs, without logging in: whether each follows the strategy, and its score.
    `public_url` is the address that links in e-mail and calendars lead to, such as https://registret.granvik.se.
    `document_scanner` is a command that is run with the path of every contract file; it refuses the file with a non-zero exit.
    `scheduler` lets this process do what is to be done regularly; several may, and the database decides which one does.
    `reminder_days` are how many days before a contract's day its responsible is reminded; `escalation_days` when others are.
    `smtp_security` is starttls, tls or none.
    `fetch_hosts` are host names or networks (CIDR) that published documents may be fetched from although they are not public.
    """

    instance: Path
    database_url: str
    municipality: str = "Granviks kommun"
    strategy_profile: str = "sundsvall"
    https: bool = False
    fetch_hosts: tuple[str, ...] = ()
    limits_storage: str = "memory://"
    upload_megabytes: int = 50
    trusted_proxies: int = 0
    public_badges: bool = False
    public_url: str = ""
    document_megabytes: int = 25
    document_scanner: str = ""
    scheduler: bool = False
    reminder_days: tuple[int, ...] = (180, 90, 30, 7)
    escalation_days: int = 14
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_from: str = ""

    @property
    def uploads(self) -> Path:
        return self.instance / "uploads"


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings, making the instance folder when it is missing. Raises SettingWrong."""
    environment = os.environ if environment is None else environment
    instance = Path(environment.get(f"{PREFIX}INSTANCE") or DEFAULT_INSTANCE).resolve()
    instance.mkdir(parents=True, exist_ok=True)
    written = _file(instance / "settings.toml")
    values: dict[str, object] = {"instance": instance, "database_url": f"sqlite:///{instance / 'registry.sqlite'}"}
    for setting in fields(Settings):
        if setting.name == "instance":
            continue
        name = f"{PREFIX}{setting.name.upper()}"
        if name in environment:
            values[setting.name] = _typed(str(setting.type), environment[name], name)
        elif setting.name in written:
            values[setting.name] = _typed(
                str(setting.type), written[setting.name], f"{setting.name} in {instance / 'settings.toml'}"
            )
    unknown = written.keys() - {setting.name for setting in fields(Settings)}
    if unknown:
        raise SettingWrong(f"{instance / 'settings.toml'}: there is no setting {', '.join(sorted(unknown))}")
    settings = Settings(**values)  # type: ignore[arg-type]
    return Settings(**{**values, "database_url": normalise_url(settings.database_url)})  # type: ignore[arg-type]


def _file(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingWrong(f"{path}: not readable as TOML: {error}") from error


def _typed(kind: str, value: object, where: str) -> object:
    if kind == "bool":
        return value if isinstance(value, bool) else str(value).strip().lower() in TRUE
    if kind == "int":
        try:
            return int(str(value))
        except ValueError as error:
            raise SettingWrong(f"{where}: “{value}” is not a whole number") from error
    if kind.startswith("tuple"):
        items = value if isinstance(value, list) else str(value).split(",")
        found = tuple(str(item).strip() for item in items if str(item).strip())
        return tuple(_typed("int", item, where) for item in found) if "int" in kind else found
    return str(value)


def secret(instance: Path, name: str) -> str:
    """A secret of this installation, from REGISTRY_<NAME> or made once and kept in the instance folder for its owner only."""
    given = os.environ.get(f"{PREFIX}{name.upper()}")
    if given:
        return given
    path = instance / "secrets.json"
    _make_once(path)
    return str(json.loads(path.read_text(encoding="utf-8"))[name])


def _make_once(path: Path) -> None:
    """Two workers may start at once: the file is written aside and linked into place by whoever comes first."""
    if path.is_file():
        return
    made = {"secret_key": secrets.token_urlsafe(48), "password_salt": secrets.token_urlsafe(24)}
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    aside.touch(mode=0o600)
    aside.write_text(json.dumps(made), encoding="utf-8")
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
