"""Nobody who had a requirement shown to the hub's advisers agreed to suppliers reading it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from hub import create_app
from hub.database import get_engine, open_session
from hub.migrating import migrate

ORGANISATION = (
    "INSERT INTO organisation (id, public_id, kind, name, body, created_at) "
    "VALUES (1, 'council', 'buyer', 'A council', 'council', '2026-01-01')"
)
REQUIREMENT = (
    "INSERT INTO requirement (public_id, organisation_id, state, visibility, title, description, postcode, "
    "keep_words, version, created_at, updated_at) "
    "VALUES (:name, 1, :state, :visibility, '', '', '', '[]', 4, '2026-01-01', '2026-05-03 10:00:00')"
)


def test_what_was_public_before_is_private_and_an_open_form_of_it_is_out_of_date(tmp_path: Path) -> None:
    app = create_app({"INSTANCE": tmp_path, "DATABASE_URL": f"sqlite:///{tmp_path / 'hub.sqlite'}"})
    with app.app_context():
        migrate("0008")
        with open_session(writes=True) as session:
            session.execute(text(ORGANISATION))
            for name, state, visibility in (
                ("shown", "open", "public"),
                ("done", "closed", "public"),
                ("own", "open", "private"),
            ):
                values = {"name": name, "state": state, "visibility": visibility}
                session.execute(text(REQUIREMENT), values)
            session.commit()
        migrate()
        with open_session(writes=False) as session:
            found = session.execute(
                text("SELECT public_id, visibility, version, closed_at FROM requirement ORDER BY id")
            ).all()
        get_engine().dispose()
    assert [tuple(row)[:3] for row in found] == [
        ("shown", "private", 5),
        ("done", "private", 5),
        ("own", "private", 4),
    ]
    assert [str(row.closed_at or "")[:10] for row in found] == ["", "2026-05-03", ""]
