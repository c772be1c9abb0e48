"""The bridge from WTForms to the GOV.UK macros: what a person sees, and what an error links to."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask, render_template_string
from lxml import html
from werkzeug.datastructures import MultiDict
from wtforms import (
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from hub.fields import AtMost, Choose, DayField, Enter, choices, grouped_choices, strip, whole_number

PAGE = """
{% from "components/forms.html" import error_summary, text_field, textarea_field, radios_field,
   checkboxes_field, select_field, day_field %}
{{ error_summary(form) }}
{{ text_field(form.name, hint="As customers know it", heading=True) }}
{{ textarea_field(form.words, maxlength=40) }}
{{ radios_field(form.size, hints={"micro": "Fewer than 10 people"}) }}
{{ checkboxes_field(form.lots, hint="Choose all that apply") }}
{{ select_field(form.category, hint="One only") }}
{{ day_field(form.expires) }}
"""


class BusinessForm(Form):
    name = StringField(
        "Business name", [Enter("a business name"), AtMost(10, "Business name")], filters=[strip]
    )
    words = TextAreaField("What you do")
    size = RadioField(
        "Size", [Choose("how big the business is")], choices=choices({"micro": "Micro", "small": "Small"})
    )
    lots = SelectMultipleField("Lots", choices=choices({"a": "Hosting", "b": "Support"}))
    category = SelectField(
        "Category", choices=grouped_choices({"Trades": {"roofing": "Roofing"}, "IT": {"backup": "Backup"}})
    )
    expires = DayField("Expiry date")
    staff = StringField("Staff", [whole_number("Staff", 1, 250)])


def render(app: Flask, **sent: str) -> tuple[BusinessForm, html.HtmlElement]:
    form = BusinessForm(MultiDict(sent) if sent else None)
    if sent:
        form.validate()
    with app.test_request_context():
        return form, html.document_fromstring(render_template_string(PAGE, form=form))


def test_every_error_links_to_a_field_that_is_there(migrated_app: Flask) -> None:
    _, page = render(
        migrated_app, category="cheese", **{"expires-day": "31", "expires-month": "2", "expires-year": "2027"}
    )
    links = page.cssselect(".govuk-error-summary a")
    assert [link.text_content().strip() for link in links] == [
        "Enter a business name",
        "Select how big the business is",
        "Not a valid choice.",
        "Expiry date must be a real day",
    ]
    for link in links:
        assert page.cssselect(link.get("href")), link.get("href")


def test_a_label_that_is_the_heading_is_the_pages_h1(migrated_app: Flask) -> None:
    _, page = render(migrated_app)
    assert [h.text_content().strip() for h in page.cssselect("h1")] == ["Business name"]


def test_what_was_sent_stays_in_the_fields(migrated_app: Flask) -> None:
    _, page = render(migrated_app, name="A name that is too long", size="small", lots="b", category="backup")
    assert page.cssselect("#name")[0].get("value") == "A name that is too long"
    checked = [box.get("value") for box in page.cssselect("input[checked]")]
    assert checked == ["small", "b"]
    assert page.cssselect("option[selected]")[0].get("value") == "backup"


def test_the_browser_is_not_asked_to_check_what_we_check(migrated_app: Flask) -> None:
    _, page = render(migrated_app)
    assert page.cssselect("[required]") == []


@pytest.mark.parametrize(
    ("day", "month", "year", "expected"),
    [
        ("", "", "", None),
        ("29", "2", "2028", date(2028, 2, 29)),
        ("29", "2", "2027", "Expiry date must be a real day"),
        ("", "2", "2027", "Expiry date must include a day"),
        ("1", "", "", "Expiry date must include a month and a year"),
        ("one", "2", "2027", "Expiry date must be a real day"),
    ],
)
def test_a_day_is_three_boxes(migrated_app: Flask, day: str, month: str, year: str, expected: object) -> None:
    sent = {"expires-day": day, "expires-month": month, "expires-year": year}
    form, _ = render(migrated_app, **sent)
    assert (form.expires.errors[0] if form.expires.errors else form.expires.data) == expected


def test_a_day_that_was_kept_is_shown_in_its_boxes() -> None:
    form = BusinessForm(data={"expires": date(2027, 3, 9)})
    assert form.expires.texts == {"day": "9", "month": "3", "year": "2027"}


@pytest.mark.parametrize(
    ("text", "fine"), [("", True), ("250", True), ("£2", True), ("0", False), ("ten", False), ("251", False)]
)
def test_a_whole_number_says_its_range(text: str, fine: bool) -> None:
    form = BusinessForm(MultiDict({"staff": text}))
    form.validate()
    assert form.staff.errors == ([] if fine else ["Staff must be a whole number from 1 to 250"])


@pytest.mark.parametrize("part", ["day", "month", "year"])
def test_a_number_too_large_for_a_calendar_is_no_real_day(migrated_app: Flask, part: str) -> None:
    sent = {"expires-day": "1", "expires-month": "2", "expires-year": "2027"}
    form, _ = render(migrated_app, **sent | {f"expires-{part}": "9999999999"})
    assert form.expires.errors == ["Expiry date must be a real day"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (None, None),
        (" Caf\u00e9\x00\r\nand bar ", "Caf\u00e9\nand bar"),
        ("\u202eevil\u202c", "evil"),
        ("\u200b\ufeff", ""),
        ("\u200d", ""),
        ("\U0001f469\u200d\U0001f692 crew", "\U0001f469\u200d\U0001f692 crew"),
        ("\u0645\u0631\u062d\u0628\u0627", "\u0645\u0631\u062d\u0628\u0627"),
    ],
)
def test_text_keeps_what_can_be_seen(sent: str | None, kept: str | None) -> None:
    assert strip(sent) == kept


class RowForm(Form):
    text = StringField("Text", [Enter("a text")])
    size = RadioField("Size", [Choose("a size")], choices=choices({"s": "Small"}))


class RowsForm(Form):
    rows = FieldList(FormField(RowForm))
    one = FormField(RowForm)


def test_an_error_in_a_field_of_fields_links_to_its_own_box(migrated_app: Flask) -> None:
    # Of two rows the second has no text; the single one has no size.
    form = RowsForm(MultiDict({"rows-0-text": "a", "rows-0-size": "s", "rows-1-size": "s", "one-text": "b"}))
    assert not form.validate()
    page = """{% from "components/forms.html" import error_summary %}{{ error_summary(form) }}"""
    with migrated_app.test_request_context():
        summary = html.document_fromstring(render_template_string(page, form=form))
    links = summary.cssselect(".govuk-error-summary a")
    assert [(link.text_content().strip(), link.get("href")) for link in links] == [
        ("Enter a text", "#rows-1-text"),
        ("Select a size", "#one-size"),
    ]
