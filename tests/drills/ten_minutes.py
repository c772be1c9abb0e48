"""Drill: how long does a person take from the home page to a published profile?

`python -m tests.drills.ten_minutes` serves the demo on this machine and registers a business in a real
browser: by keyboard alone, a letter every 200 ms (60 words a minute), reading every page first. It prints
`screens=… minutes=…`, and fails by exit status for more than 10 of either.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from pathlib import Path

from playwright.sync_api import sync_playwright
from waitress.server import create_server

from hub import create_app
from hub.config import ROOT
from hub.migrating import migrate
from tests.journeys.browsing import CHROMIUM, CHROMIUM_FLAGS
from tests.journeys.keyboard import Keyboard
from tests.journeys.registering_by_keyboard import Firm, register_by_keyboard
from tests.mailbox import Mailbox

LETTER = 200
MOST = 10
FIRM = Firm(
    person="Rosa Lindqvist",
    email="rosa@moor.example",
    password="nine slow herons waded",
    name="Lindqvist Moorland Works",
    title="Peat bog restoration",
    description=(
        "We block grips on upland peat with heather bales and leaky timber dams, reseed bare peat by hand, "
        "and leave volunteers able to keep the sphagnum wet. Most of our work is for water companies, "
        "national parks and wildlife trusts, in teams of three, all year but the nesting season."
    ),
)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            {
                "INSTANCE": Path(folder),
                "ASSETS": ROOT / "instance" / "assets",
                "DATABASE_URL": f"sqlite:///{folder}/hub.sqlite",
                "SERVER_NAME": None,
            }
        )
        with app.app_context():
            migrate()
        app.test_cli_runner().invoke(args=["load-demo", "--suppliers", "120", "--requirements", "12"])
        server = create_server(app, host="127.0.0.1", port=0, threads=4)
        app.config["PORT"] = server.effective_port
        threading.Thread(target=server.run, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
            keyboard = Keyboard(browser.new_page(), LETTER)
            started = time.monotonic()
            address = f"http://127.0.0.1:{server.effective_port}"
            register_by_keyboard(keyboard, address, FIRM, Mailbox(app).link, reads=True)
            minutes = (time.monotonic() - started) / 60
            browser.close()
        server.close()
    print(f"screens={keyboard.screens} minutes={minutes:.1f}")
    return int(keyboard.screens > MOST or minutes > MOST)


if __name__ == "__main__":
    sys.exit(main())
