"""The advisers’ desk."""

from __future__ import annotations

from tests.permissions import forms
from tests.permissions.expecting import ADVISER_ACTING, ADVISER_READING, REFUSED
from tests.permissions.forms import NOTHING
from tests.permissions.route import Route, on

ROUTES = (
    Route("queue.today", GET=ADVISER_READING),
    Route("queue.show", on("queue item"), GET=ADVISER_READING),
    Route("queue.show", on("done queue item"), GET=ADVISER_READING),
    Route("queue.show", on("private queue item"), GET=REFUSED.but(staff="404")),
    Route("queue.give", on("queue item"), POST=ADVISER_ACTING, form=forms.acting("queue item", to="me")),
    Route(
        "queue.give",
        on("private queue item"),
        POST=REFUSED.but(staff="404"),
        form=forms.acting("private queue item", to="me"),
    ),
    Route("queue.put_off", on("queue item"), POST=ADVISER_ACTING, form=forms.SNOOZE),
    Route(
        "queue.mark_done",
        on("queue item"),
        POST=ADVISER_ACTING,
        form=forms.acting("queue item", note="Read it"),
    ),
    Route("queue.undo", on("done queue item"), POST=ADVISER_ACTING, form=forms.acting("done queue item")),
    Route("advice.shortlists", GET=ADVISER_READING),
    Route("exports.list_all", GET=ADVISER_READING),
    Route("exports.take", POST=REFUSED.but(staff="changed"), form=forms.take),
    Route(
        "exports.take",
        POST=REFUSED.but(staff="404"),
        form=forms.take_private,
        case="one that is not shared",
        idle="nobody of the hub sees it",
    ),
    Route("insight.supply", GET=ADVISER_READING),
    Route("advice.decisions", GET=ADVISER_READING),
    Route("flags.show", GET=ADVISER_READING),
    Route("upkeep.list_concerns", GET=ADVISER_READING),
    Route(
        "upkeep.check_company",
        on("supplier"),
        GET=ADVISER_READING,
        POST=ADVISER_ACTING,
        form=forms.COMPANY_CHECK,
    ),
    Route(
        "upkeep.check_company",
        on("suspended supplier"),
        GET=ADVISER_READING,
        POST=ADVISER_ACTING,
        form=forms.COMPANY_CHECK,
    ),
    Route("unlocking.list_all", GET=ADVISER_READING),
    Route("unlocking.change_hours", GET=ADVISER_READING, POST=ADVISER_ACTING, form=forms.HOURS),
    Route("unlocking.show", on("supplier"), GET=ADVISER_READING),
    Route("unlocking.show_plan", on("supplier"), GET=ADVISER_READING),
    Route(
        "unlocking.add",
        on("supplier", fact="=cyber_essentials"),
        GET=ADVISER_READING,
        POST=ADVISER_ACTING,
        form=forms.AGREE,
    ),
    Route(
        "unlocking.change_state",
        {"action_id": "planned action", "state": "=done"},
        POST=ADVISER_ACTING,
        form=NOTHING,
    ),
    Route("contacts.show", on("supplier"), GET=ADVISER_READING, POST=ADVISER_ACTING, form=forms.LOG),
    Route(
        "contacts.show", on("suspended supplier"), GET=ADVISER_READING, POST=ADVISER_ACTING, form=forms.LOG
    ),
    Route(
        "contacts.correct",
        on("supplier", contact_id="contact entry"),
        GET=ADVISER_READING,
        POST=ADVISER_ACTING,
        form=forms.CORRECT_CONTACT,
    ),
    Route(
        "contacts.strike",
        on("supplier", contact_id="contact entry"),
        GET=ADVISER_READING,
        POST=ADVISER_ACTING,
        form=forms.fixed(reason="Another firm’s"),
    ),
    Route("growth.show", on("supplier"), GET=ADVISER_READING, POST=ADVISER_ACTING, form=forms.TAKE_DOWN),
    Route("growth.take_away", on("supplier", figure_id="figure"), POST=ADVISER_ACTING, form=NOTHING),
    Route("reports.show", GET=ADVISER_READING),
    Route(
        "reports.take",
        {"ending": "=csv"},
        POST=REFUSED.but(staff="page"),
        form=NOTHING,
        idle="the file is put on record, and nothing else is kept",
    ),
    Route("advice.claim", on("claim"), GET=ADVISER_READING),
    Route(
        "advice.decide_claim",
        on("claim"),
        POST=ADVISER_ACTING,
        form=forms.fixed(decision="confirm", answer="We rang the firm"),
    ),
    Route("advice.decide_removal", on("removal"), POST=ADVISER_ACTING, form=forms.fixed(decision="remove")),
    Route(
        "advice.confirm_buyer",
        on("waiting organisation"),
        POST=ADVISER_ACTING.but(staff="changed/changed/404"),
        form=NOTHING,
    ),
    Route("advice.confirm_buyer", on("supplier organisation"), POST=REFUSED.but(staff="404"), form=NOTHING),
)
