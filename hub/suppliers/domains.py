"""Whether an e-mail address and a website are of one registered name: what an adviser may take as a hint."""

from __future__ import annotations

from urllib.parse import urlsplit

SHARED_NAMES = """
    aol.com aol.co.uk blogspot.com blueyonder.co.uk btconnect.com btinternet.com etsy.com facebook.com
    fastmail.com github.io gmail.com gmx.co.uk gmx.com google.com googlemail.com hotmail.co.uk
    hotmail.com icloud.com instagram.com linkedin.com live.co.uk live.com mac.com mail.com me.com
    msn.com ntlworld.com o2.co.uk outlook.com plus.com pm.me proton.me protonmail.com sky.com
    squarespace.com talktalk.net tiscali.co.uk virginmedia.com weebly.com wix.com wixsite.com
    wordpress.com yahoo.co.uk yahoo.com yahoo.ie ymail.com yolasite.com zoho.com
"""
"""Names under which anybody can have an address or a page: they say nothing of a firm."""
SHARED = frozenset(SHARED_NAMES.split())
SECOND = frozenset({"ac", "co", "com", "gov", "ltd", "me", "net", "nhs", "org", "plc"})
"""Under a country's two letters these are no firm's name yet: firm.co.uk, firm.com.au."""
SOLD = frozenset({"co.com", "gb.com", "gb.net", "uk.com", "uk.net"})
"""Names whose owner sells names below them."""


def registered_name(host: str) -> str:
    """The part of a host name that somebody registered; empty where there is none.

    >>> registered_name("www.Firm.co.uk"), registered_name("mail.firm.example"), registered_name("co.uk")
    ('firm.co.uk', 'firm.example', '')
    """
    labels = [label for label in _plain(host).split(".") if label]
    kept = _suffix_length(labels) + 1
    return ".".join(labels[-kept:]) if len(labels) >= kept else ""


def _suffix_length(labels: list[str]) -> int:
    if labels[-2:] == ["sch", "uk"]:
        return 3  # a school stands below its authority: name.authority.sch.uk
    country = len(labels) > 1 and len(labels[-1]) == 2 and labels[-2] in SECOND
    return 2 if country or ".".join(labels[-2:]) in SOLD else 1


def _plain(host: str) -> str:
    """The host in the one spelling that name servers know; words that are no host stay as they are."""
    try:
        return host.strip().rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host.strip().casefold()


def mail_name(email: str) -> str:
    """The registered name of an address; empty for one that anybody can have."""
    name = registered_name(email.rpartition("@")[2])
    return "" if name in SHARED else name


def site_name(website: str) -> str:
    """The registered name of a website; empty where there is none, or for a page that anybody can have."""
    try:
        host = urlsplit(website if "//" in website else f"//{website}").hostname
    except ValueError:
        return ""
    name = registered_name(host or "")
    return "" if name in SHARED else name


def is_same_name(email: str, website: str) -> bool:
    """Whether the address belongs to the firm that the website belongs to, as far as names can tell."""
    return mail_name(email) != "" and mail_name(email) == site_name(website)
