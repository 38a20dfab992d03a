"""Tables keep their room: keys stay inside, nothing cascades, nothing reaches back."""

import tomllib

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from house import source

Relation = models.ForeignKey | models.OneToOneField | models.ManyToManyField


def own_models() -> list[type[models.Model]]:
    """The models of the rooms and desks, not those of Django."""
    return [m for m in apps.get_models() if m.__module__.startswith("inburgering.")]


def relations() -> list[tuple[str, models.Field, type[models.Model]]]:
    """Every foreign key we gave, with its place and its target."""
    return [
        (f"{m.__module__}.{m.__name__}.{f.name}", f, f.related_model)
        for m in own_models()
        for f in (*m._meta.local_fields, *m._meta.local_many_to_many)
        if f.is_relation and isinstance(f, Relation)
    ]


def test_there_are_models_to_judge() -> None:
    assert own_models(), "no models found: the rules below would prove nothing"


def test_a_foreign_key_stays_in_its_room() -> None:
    crossing = [
        f"{place} points at {target._meta.label}; store the id, and let the migration add the SQL key"
        for place, field, target in relations()
        if target._meta.app_label != field.model._meta.app_label and target is not get_user_model()
    ]
    assert not crossing, "\n".join(crossing)


def test_a_foreign_key_has_no_way_back() -> None:
    reachable = [
        f"{place} leaves a reverse name `{field.remote_field.related_name}`; write related_name='+'"
        for place, field, _ in relations()
        if not (field.remote_field.related_name or "").endswith("+")
    ]
    assert not reachable, "\n".join(reachable)


def test_no_row_disappears_with_another() -> None:
    cascading = [
        f"{place} does {field.remote_field.on_delete.__name__} on delete; write on_delete=models.PROTECT"
        for place, field, _ in relations()
        if not isinstance(field, models.ManyToManyField) and field.remote_field.on_delete is not models.PROTECT
    ]
    assert not cascading, "\n".join(cascading)


def test_no_key_points_anywhere_at_once() -> None:
    generic = [
        f"{m.__module__}.{m.__name__}.{f.name} is a {type(f).__name__}; use one column per kind"
        for m in own_models()
        for f in m._meta.private_fields
    ]
    assert not generic, "\n".join(generic)


def test_no_model_has_a_hand_written_save() -> None:
    hidden = [
        f"{m.__module__}.{m.__name__} has its own `{name}`; write a constraint or a command"
        for m in own_models()
        for name in ("save", "delete", "refresh_from_db")
        if getattr(m, name) is not getattr(models.Model, name) and any(name in k.__dict__ for k in m.__mro__[:-2])
    ]
    assert not hidden, "\n".join(hidden)


def test_every_room_is_guarded_by_both_contracts() -> None:
    contracts = tomllib.loads((source.ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    by_id = {c["id"]: c for c in contracts}
    rooms = source.rooms()
    missing = [f"pyproject.toml: contract tables-{r} is missing" for r in rooms if f"tables-{r}" not in by_id]
    missing += [
        f"pyproject.toml: contract drawers does not name inburgering.{r}"
        for r in rooms
        if f"inburgering.{r}" not in by_id["drawers"]["containers"]
    ]
    assert rooms
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("room", source.rooms())
def test_every_room_is_installed_under_its_own_name(room: str) -> None:
    assert apps.get_app_config(room).name == f"inburgering.{room}"
