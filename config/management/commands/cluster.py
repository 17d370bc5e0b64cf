"""`manage.py cluster`: the worker's django-q2 cluster, which reads what every reply needs before it forks."""

from __future__ import annotations

from django_q.management.commands.qcluster import Command as QCluster

from conversations.assistant.triage_rules import read_intent
from conversations.reading.optout import read_opt_out


class Command(QCluster):
    help = "Run the django-q2 cluster. `manage.py worker` starts it; by hand only to look at it alone."

    def handle(self, *args: object, **options: object) -> None:
        # The word lists take a second of CPU: once here, not in each process at its first reply and after each recycle.
        read_opt_out("please stop")
        read_intent("how much is it")
        read_intent("cuanto cuesta")
        super().handle(*args, **options)
