"""A hub brings its list of firms: upload, columns, categories, check, preview, import, report."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import IO, cast

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as Answer

from hub.accounts.actors import current_actor
from hub.accounts.policies import ADVISERS, allow
from hub.categories.queries import category_choices
from hub.database import session, utc_now
from hub.formatters import format_count
from hub.imports.applying import apply_import
from hub.imports.checking import is_stale
from hub.imports.columns import FIELDS, propose_columns
from hub.imports.commands import check_afterwards
from hub.imports.filing import MOST_WORDS, Filing, build_filing, plain, unknown_words
from hub.imports.forms import ApplyForm, UploadForm, make_categories_form, make_columns_form, number_of
from hub.imports.models import BRINGING, PROBLEMS, FirmImport
from hub.imports.queries import (
    column_words,
    count_outcomes,
    find_import,
    list_bringing,
    list_imports,
    page_problems,
    sample_cells,
    stream_rows,
)
from hub.imports.reading import reading
from hub.imports.refusing import LARGEST_FILE, MEBIBYTE, MOST_COLUMNS, MOST_ROWS, RefusedFileError
from hub.imports.reporting import WORDS, column_name, to_csv, told_counts
from hub.imports.staging import (
    ImportRefusedError,
    begin_check,
    set_category_words,
    stage_file,
)
from hub.imports.staging import discard as throw_away
from hub.imports.staging import set_columns as read_columns
from hub.paging import asked_page
from hub.privacy.retention_rules import rule_named
from hub.suppliers.fields import KINDS, SIZES

blueprint = Blueprint("imports", __name__, url_prefix="/advice/imports")
SECONDS_BETWEEN_LOOKS = 2
STATES = {
    "columns": "Columns to name",
    "categories": "Categories to match",
    "checking": "Being checked",
    "checked": "Checked",
    "applied": "Imported",
}


@blueprint.route("", methods=["GET", "POST"])
@allow(ADVISERS)
def upload() -> str | Answer:
    form = UploadForm()
    if not form.validate_on_submit():
        return _show_upload(form)
    session.commit()  # nobody waits for the database while the file is read
    try:
        found, new = _take_in(form)
    except (RefusedFileError, ImportRefusedError) as error:
        session.rollback()
        form.file.errors = [str(error)]
        return _show_upload(form)
    session.commit()
    if not new:
        flash("This file is uploaded already. Go on here.")
    return redirect(url_for("imports.show", public_id=found.public_id), 303)


def _take_in(form: UploadForm) -> tuple[FirmImport, bool]:
    sent, seconds = form.file.data, current_app.config["IMPORT_SECONDS"]
    sheet = (form.sheet.data or "").strip()
    with reading(cast(IO[bytes], sent.stream), sheet, seconds=seconds) as file:
        return stage_file(session, current_actor(), sent.filename or "", file)


def _show_upload(form: UploadForm) -> str:
    return render_template(
        "imports/upload.html",
        form=form,
        imports=list_imports(session),
        states=STATES,
        fields=FIELDS,
        megabytes=LARGEST_FILE // MEBIBYTE,
        most_rows=MOST_ROWS,
        most_columns=MOST_COLUMNS,
        kept=rule_named("imports").kept,
    )


@blueprint.get("/<public_id>")
@allow(ADVISERS)
def show(public_id: str) -> str | Answer:
    found = _fetch(public_id)
    if found.state in {"columns", "categories"}:
        return redirect(url_for(f"imports.set_{found.state}", public_id=public_id), 303)
    if found.state == "checking":
        return _show_progress(found)
    return _show_checked(found, ApplyForm(formdata=None))


def _show_progress(found: FirmImport) -> Response:
    """A page that looks again by itself, as long as there is something to see."""
    stale = is_stale(found, utc_now())
    response = make_response(render_template("imports/checking.html", found=found, stale=stale))
    if not stale:
        response.headers["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return response


def _show_checked(found: FirmImport, form: ApplyForm) -> str:
    counts = count_outcomes(session, found)
    bringing = sum(counts.get(outcome, 0) for outcome in BRINGING)
    form.rows.data, form.rows.raw_data = str(bringing), None
    return render_template(
        "imports/applied.html" if found.state == "applied" else "imports/checked.html",
        found=found,
        form=form,
        counts=told_counts(counts, applied=found.state == "applied"),
        bringing=bringing,
        wrong=sum(counts.get(outcome, 0) for outcome in PROBLEMS),
        firms=list_bringing(session, found),
        problems=page_problems(session, found, asked_page(request.args)),
        column_name=column_name,
        labels=build_filing(category_choices(session)).labels,
        kinds=KINDS,
        sizes=SIZES,
        words=WORDS,
    )


@blueprint.route("/<public_id>/columns", methods=["GET", "POST"])
@allow(ADVISERS)
def set_columns(public_id: str) -> str | Answer:
    found = _fetch_open(public_id)
    form = make_columns_form(found.headings, found.columns or propose_columns(found.headings))
    if not form.validate_on_submit():
        samples = sample_cells(session, found)
        return render_template(
            "imports/columns.html", found=found, form=form, samples=samples, number_of=number_of
        )

    read_columns(session, found, form.columns)
    if _words_to_match(found, build_filing(category_choices(session))):
        found.state = "categories"
        session.commit()
        return redirect(url_for("imports.set_categories", public_id=public_id), 303)
    return _begin(found)


@blueprint.route("/<public_id>/categories", methods=["GET", "POST"])
@allow(ADVISERS)
def set_categories(public_id: str) -> str | Answer:
    found = _fetch_open(public_id)
    choices = category_choices(session)
    filing = build_filing(choices)
    words = _words_to_match(found, filing)
    if not words:
        return redirect(url_for("imports.set_columns", public_id=public_id), 303)
    form = make_categories_form(list(words), words, filing, choices)
    if not form.validate_on_submit():
        return render_template("imports/categories.html", found=found, form=form)

    set_category_words(session, found, dict(zip(map(plain, words), form.slugs, strict=True)))
    return _begin(found)


def _words_to_match(found: FirmImport, filing: Filing) -> dict[str, int]:
    """Words of the category column that no category is called by, with the number of rows; none where they
    are so many that the column is another one."""
    if "category" not in found.columns:
        return {}
    said = [" ".join(word.split()) for word in column_words(session, found, found.columns["category"])]
    words = unknown_words(said, filing)
    if len(words) > MOST_WORDS:
        return {}
    counts = Counter(map(plain, said))
    return {word: counts[plain(word)] for word in words}


def _begin(found: FirmImport) -> Answer:
    work = begin_check(session, found)
    session.commit()
    answer = redirect(url_for("imports.show", public_id=found.public_id), 303)
    return check_afterwards(cast(Response, answer), found.id, work)


@blueprint.post("/<public_id>/go-on")
@allow(ADVISERS)
def go_on(public_id: str) -> Answer:
    """Take over a check that stopped. One that is under way goes on as it is."""
    found = _fetch_open(public_id)
    if not is_stale(found, utc_now()):
        return redirect(url_for("imports.show", public_id=public_id), 303)
    return _begin(found)


@blueprint.post("/<public_id>/apply")
@allow(ADVISERS)
def apply(public_id: str) -> Answer | tuple[str, int]:
    found = _fetch_open(public_id)
    form = ApplyForm()
    try:
        applied = apply_import(session, found, form.seen, date.today())
    except ImportRefusedError as error:
        session.rollback()
        return _show_refusal(public_id, str(error))
    session.commit()
    flash(f"The list is imported: {format_count(len(applied.touched), 'record')} entered or added to.")
    return redirect(url_for("imports.show", public_id=public_id), 303)


def _show_refusal(public_id: str, reason: str) -> tuple[str, int]:
    found = _fetch(public_id)
    if found.state not in {"checked", "applied"}:
        abort(409)
    form = ApplyForm(formdata=None)
    form.form_errors = [reason]
    return _show_checked(found, form), 409


@blueprint.post("/<public_id>/discard")
@allow(ADVISERS)
def discard(public_id: str) -> Answer:
    """With every row of it. The report of one that was imported may go as well."""
    found = _fetch(public_id)
    name = found.file_name
    throw_away(session, found)
    session.commit()
    flash(f"{name} is discarded. What was imported from it stays in the register.")
    return redirect(url_for("imports.upload"), 303)


@blueprint.get("/<public_id>/problems.csv")
@allow(ADVISERS)
def problems(public_id: str) -> Response:
    return _file(_fetch(public_id), "problems", problems=True)


@blueprint.get("/<public_id>/report.csv")
@allow(ADVISERS)
def report(public_id: str) -> Response:
    return _file(_fetch(public_id), "report", problems=False)


def _file(found: FirmImport, name: str, *, problems: bool) -> Response:
    content = to_csv(
        stream_rows(session, found, problems=problems),
        found.headings,
        lambda supplier: url_for("suppliers.show", public_id=supplier, _external=True),
        applied=found.state == "applied",
    )
    response = make_response(content)
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="import-{found.public_id}-{name}.csv"'
    return response


def _fetch(public_id: str) -> FirmImport:
    return find_import(session, public_id, hold=request.method == "POST") or abort(404)


def _fetch_open(public_id: str) -> FirmImport:
    """One that can still be changed. The report of an applied one is all that is left of it."""
    found = _fetch(public_id)
    if found.state == "applied":
        abort(409)
    return found
