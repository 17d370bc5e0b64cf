"""A person before the pages: signs in, goes about, and on every page looks whether it may be shown to a customer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.journeys.stack import ROOT

SCREENSHOTS = ROOT / "var" / "screenshots"
PASSWORD = "correct horse battery"  # of tests.factories.make_user
# Without preload: it would copy our style sheets into the page, where their relative imports lead nowhere.
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "preload": False}


class Visitor:
    """`page` is Playwright's; `problems` collects what the console and axe complained of."""

    def __init__(self, page: Any, *, width: int) -> None:
        self.page, self.width = page, width
        self.problems: list[str] = []
        # Off while a journey goes where another has looked already.
        self.looks = True
        page.on("console", lambda said: self.problems.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.problems.append(str(error)))

    @classmethod
    def visits(cls, browser: Any, url: str, *, size: tuple[int, int]) -> Iterator[Visitor]:
        """Open a browser for one person; at the end nothing may have been complained of."""
        width, height = size
        is_phone = width < 600
        context = browser.new_context(
            viewport={"width": width, "height": height}, base_url=url, has_touch=is_phone, is_mobile=is_phone,
            color_scheme="light", locale="en-US",
        )  # fmt: skip
        context.set_default_timeout(15_000)
        visitor = cls(context.new_page(), width=width)
        yield visitor
        # Of a journey that failed this shows where.
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        visitor.page.screenshot(path=SCREENSHOTS / f"last-{width}.png")
        context.close()
        assert not visitor.problems, "\n".join(visitor.problems)

    @property
    def is_phone(self) -> bool:
        return self.width < 600

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        self.page.goto("/accounts/login/")
        self.look("sign-in")
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url("**/b/**")

    def go(self, section: str) -> None:
        """Follow the main navigation, below the thumb or beside the page."""
        name = {"Conversations": "Inbox"}.get(section, section) if self.is_phone else section
        navigation = self.page.get_by_role("navigation", name="Tabs" if self.is_phone else "Main")
        if not navigation.is_visible():
            # A conversation takes the whole phone.
            self.page.get_by_role("link", name="All conversations").click()
        navigation.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()

    def look(self, name: str) -> None:
        """Check the page in light and dark: nothing runs out sideways, axe finds nothing; keep a picture of each."""
        if not self.looks:
            return
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self.page.wait_for_timeout(120)  # until the other colours are painted
            picture = SCREENSHOTS / f"{name}-{self.width}-{scheme}.png"
            self.page.screenshot(path=picture, caret="initial")  # hiding it would be an inline style
            overflow = self.page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
            if overflow > 0:
                self.problems.append(f"{name} runs {overflow} px out sideways at {self.width} px.")
            found = Axe().run(self.page, options=WCAG)
            if found.violations_count:
                self.problems.append(f"{name} at {self.width} px, {scheme}:\n{found.generate_report()}")
        self.page.emulate_media(color_scheme="light", reduced_motion="no-preference")

    def visible(self, words: str) -> Any:
        """Return what shows these words here: a phone has them above the thread, a desk beside it."""
        return self.page.locator("main").get_by_text(words).filter(visible=True)

    def measure(self, began: float, locator: Any, *, bound: float) -> float:
        """Return the seconds from `began` until something is on the page without a reload; fails past the bound."""
        locator.first.wait_for(timeout=bound * 1000)
        return time.monotonic() - began
