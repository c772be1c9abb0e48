"""Signing in and out, accounts, and the way to a desk."""

from __future__ import annotations

from tests.permissions import forms
from tests.permissions.expecting import PUBLIC, REFUSED, SIGNED_IN, pattern
from tests.permissions.forms import NOTHING, PASSWORD
from tests.permissions.route import Route, on

BY_LINK = pattern(anyone="page/page/410")
"""Whoever holds the link of a mail may use it, signed in or not."""
USING_A_LINK = pattern(anyone="changed/changed/410")
TO_SIGN_IN = pattern(anyone="sign in")
WITH_SECOND_FACTOR = SIGNED_IN.but(divided="changed", administrator="changed")
NEEDS_COOKIE = "a cookie holds what has to go before it: the area's own tests walk it"

ROUTES = (
    Route("security.login", GET=PUBLIC, POST=pattern(anyone="signs"), form=forms.sign_in),
    Route("security.logout", POST=pattern(anyone="signs"), form=NOTHING),
    Route("security.verify", GET=SIGNED_IN, POST=SIGNED_IN.but(anyone="signs"), form=forms.password),
    Route(
        "security.two_factor_token_validation",
        GET=TO_SIGN_IN,
        POST=TO_SIGN_IN,
        form=forms.code,
        idle=NEEDS_COOKIE,
    ),
    Route("security.mf_recovery", GET=TO_SIGN_IN, POST=TO_SIGN_IN, form=forms.code, idle=NEEDS_COOKIE),
    Route("security.send_confirmation", GET=PUBLIC, POST=PUBLIC, form=forms.sign_in, idle=forms.MAILED),
    Route(
        "security.confirm_email",
        {"token": "confirm token"},
        GET=BY_LINK,
        POST=USING_A_LINK,
        form=NOTHING,
        shows="people",
    ),
    Route("security.forgot_password", GET=PUBLIC, POST=PUBLIC, form=forms.sign_in, idle=forms.MAILED),
    Route(
        "security.reset_password",
        {"token": "reset token"},
        GET=BY_LINK,
        POST=USING_A_LINK,
        form=forms.fixed(password=forms.NEW_PASSWORD),
        shows="people",
    ),
    Route(
        "accounts.confirm_new_email",
        {"token": "change of address token"},
        GET=BY_LINK,
        POST=USING_A_LINK,
        form=NOTHING,
    ),
    Route("accounts.check_email", GET=PUBLIC),
    Route(
        "accounts.create_account", GET=PUBLIC, POST=PUBLIC.but(nobody="changed"), form=forms.CREATE_ACCOUNT
    ),
    Route(
        "accounts.register_buyer",
        GET=SIGNED_IN,
        POST=SIGNED_IN.but(anyone="changed", buyer="page"),
        form=forms.fixed(name="Ashby Council", body="council"),
    ),
    Route("accounts.start", GET=SIGNED_IN),
    Route("accounts.account", GET=SIGNED_IN),
    Route(
        "accounts.change_name",
        GET=SIGNED_IN,
        POST=SIGNED_IN.but(anyone="changed"),
        form=forms.fixed(name="Another Name"),
    ),
    Route(
        "accounts.change_password",
        GET=SIGNED_IN,
        POST=SIGNED_IN.but(anyone="changed"),
        form=forms.CHANGE_PASSWORD,
    ),
    Route(
        "accounts.change_email",
        GET=SIGNED_IN,
        POST=SIGNED_IN,
        form=forms.fixed(email="another@mail.example", password=PASSWORD),
        idle=forms.MAILED,
    ),
    Route("accounts.sign_ins", GET=SIGNED_IN),
    Route(
        "accounts.end",
        on("@sign-in"),
        POST=SIGNED_IN.but(anyone="changed/404/404"),
        form=NOTHING,
    ),
    Route("accounts.end_others", POST=SIGNED_IN.but(anyone="changed"), form=NOTHING),
    Route("accounts.set_up_second_factor", GET=SIGNED_IN, POST=SIGNED_IN, form=forms.code, idle=NEEDS_COOKIE),
    Route("accounts.replace_second_factor", GET=SIGNED_IN, POST=WITH_SECOND_FACTOR, form=forms.code),
    Route("accounts.recovery_codes", GET=SIGNED_IN, POST=WITH_SECOND_FACTOR, form=NOTHING),
    Route("accounts.turn_off_second_factor", GET=SIGNED_IN, POST=WITH_SECOND_FACTOR, form=forms.code),
    Route(
        "accounts.turn_off_second_factor",
        GET=SIGNED_IN.but(administrator="403"),
        POST=SIGNED_IN.but(divided="changed", administrator="403"),
        form=forms.code,
        case="where staff must have one",
        under={"HUB_SECOND_FACTOR": True},
    ),
    Route(
        "accounts.take_off_second_factor",
        GET=REFUSED.but(administrator="page"),
        POST=REFUSED.but(administrator="changed"),
        form=forms.take_off,
    ),
)
