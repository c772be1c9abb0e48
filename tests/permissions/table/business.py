"""A supplier’s own desk."""

from __future__ import annotations

from tests.permissions import forms
from tests.permissions.expecting import (
    SUPPLIER_ACTING,
    SUPPLIER_EDITING,
    SUPPLIER_LEADING,
    SUPPLIER_LEADING_ACTING,
    SUPPLIER_LIST,
    SUPPLIER_MISSING,
    SUPPLIER_READING,
)
from tests.permissions.forms import NOTHING
from tests.permissions.route import Route, on
from tests.permissions.things import FACT, UNSTATED_FACT

NOT_THE_FIRMS_TO_CHANGE = SUPPLIER_MISSING.but(supplier_viewer="403/404/404")

ROUTES = (
    Route("suppliers.manage", GET=SUPPLIER_LIST),
    Route("suppliers.desk", on("supplier"), GET=SUPPLIER_READING),
    Route("outcomes.list_asked", on("supplier"), GET=SUPPLIER_READING),
    *(
        Route(
            "outcomes.show",
            on("supplier", requirement_id=f"{kind} requirement"),
            GET=SUPPLIER_READING if kind in ("open", "closed") else SUPPLIER_MISSING,
            nested=False,
        )
        for kind in ("open", "closed", "draft", "private", "shared")
    ),
    Route("health.show", on("supplier"), GET=SUPPLIER_READING),
    Route("clients.own_consent", on("supplier"), GET=SUPPLIER_READING),
    Route(
        "clients.withdraw_consent",
        on("supplier", purpose="=results"),
        GET=SUPPLIER_LEADING,
        POST=SUPPLIER_LEADING_ACTING,
        form=NOTHING,
    ),
    Route("health.try_requirement", on("supplier"), GET=SUPPLIER_READING),
    Route(
        "suppliers.edit_profile",
        on("supplier"),
        GET=SUPPLIER_EDITING,
        POST=SUPPLIER_ACTING,
        form=forms.edit_profile,
    ),
    Route("suppliers.leave", on("supplier"), GET=SUPPLIER_READING),
    Route("suppliers.download_json", on("supplier"), GET=SUPPLIER_READING),
    Route("suppliers.download_csv", on("supplier"), GET=SUPPLIER_READING),
    Route(
        "suppliers.change_state",
        on("supplier", change="=withdraw"),
        POST=SUPPLIER_LEADING_ACTING,
        form=NOTHING,
    ),
    Route("suppliers.change_state", on("supplier", change="=show"), POST=SUPPLIER_LEADING, form=NOTHING),
    Route(
        "suppliers.delete",
        on("supplier"),
        GET=SUPPLIER_LEADING,
        POST=SUPPLIER_LEADING_ACTING,
        form=forms.password,
    ),
    Route(
        "suppliers.add_capability",
        on("supplier"),
        GET=SUPPLIER_EDITING,
        POST=SUPPLIER_ACTING,
        form=forms.CAPABILITY,
    ),
    Route(
        "suppliers.edit_capability",
        on("supplier", capability_id="draft capability"),
        GET=SUPPLIER_EDITING,
        POST=SUPPLIER_ACTING,
        form=forms.CAPABILITY,
    ),
    Route(
        "suppliers.copy_capability",
        on("supplier", capability_id="capability"),
        POST=SUPPLIER_ACTING,
        form=NOTHING,
    ),
    Route("suppliers.list_wordings", on("supplier", capability_id="capability"), GET=SUPPLIER_READING),
    Route(
        "suppliers.use_wording",
        on("supplier", capability_id="capability", wording_id="wording"),
        POST=SUPPLIER_ACTING,
        form=NOTHING,
    ),
    Route(
        "suppliers.change_capability",
        on("supplier", capability_id="draft capability", change="=publish"),
        POST=SUPPLIER_ACTING,
        form=NOTHING,
    ),
    Route(
        "suppliers.change_capability",
        on("supplier", capability_id="capability", change="=withdraw"),
        POST=SUPPLIER_ACTING,
        form=NOTHING,
    ),
    Route(
        "suppliers.move_capability",
        on("supplier", capability_id="capability", direction="=up"),
        POST=SUPPLIER_ACTING,
        form=NOTHING,
    ),
    Route(
        "suppliers.add_contract",
        on("supplier"),
        GET=SUPPLIER_EDITING,
        POST=SUPPLIER_ACTING,
        form=forms.CONTRACT,
    ),
    Route(
        "suppliers.edit_contract",
        on("supplier", contract_id="contract"),
        GET=SUPPLIER_EDITING,
        POST=SUPPLIER_ACTING,
        form=forms.CONTRACT,
    ),
    Route(
        "suppliers.remove_contract",
        on("supplier", contract_id="contract"),
        GET=SUPPLIER_EDITING,
        POST=SUPPLIER_ACTING,
        form=NOTHING,
    ),
    Route("suppliers.list_facts", on("supplier"), GET=SUPPLIER_EDITING),
    Route(
        "suppliers.edit_fact",
        on("supplier", name=f"={FACT}"),
        GET=SUPPLIER_EDITING,
        POST=SUPPLIER_ACTING,
        form=forms.FACT,
    ),
    Route(
        "suppliers.remove_fact",
        on("supplier", name=f"={FACT}"),
        GET=SUPPLIER_EDITING,
        POST=SUPPLIER_ACTING,
        form=NOTHING,
    ),
    Route(
        "suppliers.add_document",
        on("supplier", name=f"={FACT}"),
        GET=SUPPLIER_EDITING,
        POST=SUPPLIER_ACTING,
        form=forms.document,
    ),
    Route(
        "suppliers.remove_document",
        on("supplier", name=f"={FACT}"),
        GET=SUPPLIER_EDITING,
        POST=SUPPLIER_ACTING,
        form=NOTHING,
    ),
    Route(
        "suppliers.add_document",
        on("supplier", name=f"={UNSTATED_FACT}"),
        GET=NOT_THE_FIRMS_TO_CHANGE,
        POST=NOT_THE_FIRMS_TO_CHANGE,
        form=forms.document,
    ),
    Route(
        "suppliers.state_size", on("supplier"), GET=SUPPLIER_EDITING, POST=SUPPLIER_ACTING, form=forms.SIZE
    ),
    Route(
        "growth.state", on("supplier"), GET=SUPPLIER_EDITING, POST=SUPPLIER_ACTING, form=forms.STATE_FIGURE
    ),
    Route("growth.remove", on("supplier", figure_id="figure"), POST=SUPPLIER_ACTING, form=NOTHING),
    Route(
        "growth.say",
        on("supplier"),
        GET=SUPPLIER_LEADING,
        POST=SUPPLIER_LEADING_ACTING,
        form=forms.OWNERSHIP,
    ),
    Route("suppliers.remove_size", on("supplier"), GET=SUPPLIER_EDITING, POST=SUPPLIER_ACTING, form=NOTHING),
    Route(
        "suppliers.edit_contract",
        on("supplier", contract_id="award"),
        GET=NOT_THE_FIRMS_TO_CHANGE,
        POST=NOT_THE_FIRMS_TO_CHANGE,
        form=forms.CONTRACT,
    ),
    Route(
        "suppliers.remove_contract",
        on("supplier", contract_id="award"),
        GET=NOT_THE_FIRMS_TO_CHANGE,
        POST=NOT_THE_FIRMS_TO_CHANGE,
        form=NOTHING,
    ),
    Route(
        "suppliers.remove_fact",
        on("supplier", name=f"={UNSTATED_FACT}"),
        GET=NOT_THE_FIRMS_TO_CHANGE,
        POST=NOT_THE_FIRMS_TO_CHANGE,
        form=NOTHING,
    ),
    Route(
        "suppliers.change_capability",
        on("supplier", capability_id="capability", change="=nosuch"),
        POST=NOT_THE_FIRMS_TO_CHANGE,
        form=NOTHING,
    ),
    Route(
        "suppliers.move_capability",
        on("supplier", capability_id="capability", direction="=nosuch"),
        POST=NOT_THE_FIRMS_TO_CHANGE,
        form=NOTHING,
    ),
    Route(
        "suppliers.edit_fact",
        on("supplier", name="=nosuch"),
        GET=NOT_THE_FIRMS_TO_CHANGE,
        POST=NOT_THE_FIRMS_TO_CHANGE,
        form=forms.FACT,
    ),
    Route("upkeep.confirm", on("supplier"), POST=SUPPLIER_ACTING, form=NOTHING),
    Route("upkeep.confirm", on("unclaimed supplier"), POST=SUPPLIER_MISSING, form=NOTHING),
    Route("upkeep.switch_nudges", on("supplier", wanted="=off"), POST=SUPPLIER_ACTING, form=NOTHING),
    Route(
        "upkeep.switch_nudges",
        on("supplier", wanted="=nosuch"),
        POST=NOT_THE_FIRMS_TO_CHANGE,
        form=NOTHING,
    ),
    Route("audit.supplier_history", on("supplier"), GET=SUPPLIER_READING.but(staff="page/page/404")),
    Route("suppliers.desk", on("unclaimed supplier"), GET=SUPPLIER_MISSING),
)
