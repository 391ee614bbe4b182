"""A list of events by Django REST framework, as its tutorial writes one."""

import sqlite3

from django.conf import settings
from django.db import models
from django.urls import path
from rest_framework.generics import ListAPIView
from rest_framework.serializers import ModelSerializer

LISTS = ("findings", "identifiers", "languages", "organizers", "participants", "resolutions", "sessions", "sources",
         "states", "times", "venues")  # fmt: skip
with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as connection:
    NAMES = [row[1] for row in connection.execute("PRAGMA table_info(event)")]


class Meta:
    app_label, db_table, managed = "bench", "event", False


def _field(name: str) -> object:
    if name in LISTS:
        return models.JSONField()
    return models.TextField(primary_key=name == "id", null=True)


Event = type("Event", (models.Model,), {"__module__": __name__, "Meta": Meta} | {name: _field(name) for name in NAMES})


class Shown(ModelSerializer):  # type: ignore[misc]  # the library has no types
    class Meta:
        model, fields = Event, "__all__"


class List(ListAPIView):  # type: ignore[misc]  # the library has no types
    queryset = Event.objects.order_by("-starts_on", "-id")  # type: ignore[attr-defined]  # as above
    serializer_class = Shown


urlpatterns = [path("events", List.as_view())]
