"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignup(DefaultAccountAdapter):
    """Nobody signs up: members are invited by a business, businesses are made by staff."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always no."""
        return False
