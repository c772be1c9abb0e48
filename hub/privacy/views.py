"""A person's own data: seen, downloaded, erased."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    url_for,
)
from flask import session as cookie
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from hub.accounts.models import User
from hub.accounts.policies import ANYONE, SIGNED_IN, allow
from hub.database import get_engine, session, utc_now
from hub.privacy.downloading import own_copy, to_json
from hub.privacy.erasing import ErasureRefusedError, erase_person, refusal, theirs_alone
from hub.privacy.finishing import finish_erasure
from hub.privacy.forms import OwnPasswordForm
from hub.settings.current import identity

blueprint = Blueprint("privacy", __name__)


@blueprint.get("/account/data")
@allow(SIGNED_IN)
def data() -> str:
    return render_template("privacy/data.html", form=OwnPasswordForm(None))


@blueprint.post("/account/data/download")
@allow(SIGNED_IN)
def download() -> Response | str:
    user, form = _ask_password()
    if not form.validate_on_submit():
        return render_template("privacy/data.html", form=form)
    config = current_app.config
    copy = own_copy(session, user, hub_name=identity().name, instance=config["INSTANCE"], now=utc_now())
    response = make_response(to_json(copy))
    response.headers["Content-Type"] = "application/json; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="your-data.json"'
    return response


@blueprint.route("/account/erase", methods=["GET", "POST"])
@allow(SIGNED_IN)
def erase() -> Answer | str:
    user, form = _ask_password()
    if not form.validate_on_submit():
        return _page(user, form)
    try:
        gone = erase_person(session, user, by="the person")
        session.commit()
    except ErasureRefusedError as error:
        session.rollback()
        form.form_errors = [str(error)]
        return _page(user, form)
    finish_erasure(session, get_engine(), current_app.config["INSTANCE"], gone)
    cookie.clear()
    return redirect(url_for("privacy.erased"), 303)


@blueprint.get("/account/erased")
@allow(ANYONE)
def erased() -> str:
    return render_template("privacy/erased.html")


def _ask_password() -> tuple[User, OwnPasswordForm]:
    user = session.get_one(User, current_user.id)
    session.commit()  # nothing is held while the password is checked
    return user, OwnPasswordForm(user.password)


def _page(user: User, form: OwnPasswordForm) -> str:
    return render_template(
        "privacy/erase.html",
        form=form,
        refusal=refusal(session, user),
        alone=theirs_alone(session, user),
    )
