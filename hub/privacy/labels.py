"""What every column holds: something about a person, something of one organisation, or nothing to hide.

*Personal* is about a person who can be told from it. *Confidential* belongs to one organisation, or keeps
the site safe. *Open* is on public pages, or says nothing by itself. The privacy notice, a person's own copy,
the audit and the tests read these labels; the site does not start with a column that has none.
"""

from __future__ import annotations

from sqlalchemy import Column, MetaData

PERSONAL = "personal"
CONFIDENTIAL = "confidential"
OPEN = "open"

COLUMNS = {
    "user": {
        PERSONAL: "email name",
        CONFIDENTIAL: "password fs_uniquifier tf_primary_method tf_totp_secret tf_last_step "
        "mf_recovery_codes",
        OPEN: "id public_id active confirmed_at created_at",
    },
    "sign_in": {
        PERSONAL: "user_id browser started_at ended_at",
        CONFIDENTIAL: "key_hash",
        OPEN: "id public_id",
    },
    "organisation": {OPEN: "id public_id kind name body confirmed_at merged_at created_at"},
    "membership": {PERSONAL: "user_id", OPEN: "id organisation_id role"},
    "invitation": {
        PERSONAL: "email invited_by_id",
        CONFIDENTIAL: "token_hash",
        OPEN: "id public_id organisation_id role created_at expires_at accepted_at withdrawn_at",
    },
    "transfer": {
        PERSONAL: "done_by_id undone_by_id",
        CONFIDENTIAL: "moved",
        OPEN: "id public_id kind source_id target_id done_at undone_at",
    },
    "supplier": {
        PERSONAL: "contact_name contact_email contact_phone",
        CONFIDENTIAL: "nudges",
        OPEN: "id public_id organisation_id state name trading_name name_key company_number vat_number kind "
        "size postcode place_id website register_status register_name register_renamed register_source "
        "register_checked_on dissolved_on confirmed_on entered_on version created_at updated_at",
    },
    "supplier_block": {CONFIDENTIAL: "key", OPEN: "supplier_id"},
    "duplicate_pair": {
        PERSONAL: "decided_by_id",
        CONFIDENTIAL: "state score",
        OPEN: "id public_id first_id second_id found_at decided_at",
    },
    "supplier_merger": {
        PERSONAL: "done_by_id undone_by_id",
        CONFIDENTIAL: "moved",
        OPEN: "id public_id kept_id merged_id done_at undone_at",
    },
    "capability": {
        OPEN: "id public_id supplier_id position state title description category_id features benefits "
        "proof_contract_id proof_fact proof_link updated_at"
    },
    "wording": {
        CONFIDENTIAL: "title description category features benefits",
        OPEN: "id public_id capability_id ended_at",
    },
    "contract": {
        OPEN: "id public_id supplier_id title description buyer_name category_id category_label value vat "
        "starts_on ends_on source source_key"
    },
    "fact": {OPEN: "id supplier_id name value body number issued_on expires_on"},
    "concern": {
        CONFIDENTIAL: "nudged_for nudged_at",
        OPEN: "id supplier_id kind about day notice found_on ended_on",
    },
    "unlock": {OPEN: "id supplier_id fact value public barred private_from worth found_on"},
    "unlocked_requirement": {OPEN: "unlock_id requirement_id barred"},
    "effort": {PERSONAL: "set_by_id", OPEN: "id fact hours set_at"},
    "planned_action": {
        PERSONAL: "agreed_by_id settled_by_id",
        CONFIDENTIAL: "fact value state told steps checker due_on agreed_at settled_at form_key",
        OPEN: "id public_id supplier_id",
    },
    "firm_contact": {
        PERSONAL: "by_id struck_by_id",
        CONFIDENTIAL: "day channel intensity quarters about next_step next_on logged_at struck_at "
        "struck_reason form_key",
        OPEN: "id public_id supplier_id first_id replaced_by_id",
    },
    "firm_figure": {
        PERSONAL: "entered_by_id",
        CONFIDENTIAL: "as_at jobs_tenths turnover given entered_at",
        OPEN: "id public_id supplier_id",
    },
    "firm_ownership": {PERSONAL: "kind", OPEN: "supplier_id"},
    "fact_check": {
        PERSONAL: "checked_by_id taken_back_by_id",
        CONFIDENTIAL: "stood how note taken_back_at taken_back_reason form_key",
        OPEN: "id public_id supplier_id fact checked_on recorded_at",
    },
    "consent_entry": {
        PERSONAL: "recorded_by_id",
        CONFIDENTIAL: "purpose partner act how on_day note recorded_at form_key",
        OPEN: "id supplier_id",
    },
    "sharing_entry": {
        PERSONAL: "recorded_by_id",
        CONFIDENTIAL: "shared_with what ground on_day recorded_at form_key",
        OPEN: "id supplier_id",
    },
    "fact_document": {CONFIDENTIAL: "content digest", OPEN: "id fact_id size added_at"},
    "size_statement": {
        CONFIDENTIAL: "staff turnover balance_sheet",
        OPEN: "id supplier_id in_group group_name vcse year_ended_on stated_at",
    },
    "registration": {PERSONAL: "user_id answers", OPEN: "id updated_at"},
    "removal": {
        PERSONAL: "email reason decided_by_id",
        OPEN: "id public_id supplier_id supplier_name name_key state asked_at decided_at",
    },
    "claim": {
        PERSONAL: "user_id proof answer decided_by_id",
        OPEN: "id public_id supplier_id supplier_name state joins_id company_number asked_at decided_at",
    },
    "firm_import": {
        PERSONAL: "uploaded_by_id",
        CONFIDENTIAL: "file_name sheet sheets headings columns category_words",
        OPEN: "id public_id uploaded_at sha256 state rows checked work beat_at changed_at",
    },
    "firm_import_row": {
        PERSONAL: "cells values",
        CONFIDENTIAL: "name problems",
        OPEN: "id import_id position number outcome supplier",
    },
    "queue_item": {
        PERSONAL: "assigned_to_id last_by_id",
        CONFIDENTIAL: "note snooze_reason snoozed_until last_act",
        OPEN: "id public_id kind source_id supplier_id other_id requirement_id organisation_id urgency "
        "came_at state version last_at target stamp about",
    },
    "requirement": {
        PERSONAL: "created_by_id",
        CONFIDENTIAL: "state visibility title description postcode place_id keep_words needed_on closed_at "
        "form_key estimated_value buying own_area reservation_told reservation_checked",
        OPEN: "id public_id organisation_id version created_at updated_at",
    },
    "criterion": {
        CONFIDENTIAL: "position importance text weight reason fact value",
        OPEN: "id public_id requirement_id",
    },
    "requirement_version": {
        PERSONAL: "saved_by_id",
        CONFIDENTIAL: "content",
        OPEN: "id requirement_id number saved_at",
    },
    "requirement_category": {CONFIDENTIAL: "requirement_id category_id"},
    "run": {
        PERSONAL: "recorded_by_id",
        CONFIDENTIAL: "asked made_with matches excluded considered form_key",
        OPEN: "id public_id requirement_id requirement_version recorded_at catalogue_version code_version "
        "weights_version meaning_version seed digest",
    },
    "run_card": {CONFIDENTIAL: "supplier reasons", OPEN: "run_id place"},
    "run_snapshot": {OPEN: "run_id snapshot_id"},
    "snapshot": {CONFIDENTIAL: "content", OPEN: "id digest kind supplier"},
    "matching": {
        CONFIDENTIAL: "considered excluded",
        OPEN: "requirement_id requirement_version catalogue_version weights_version meaning_version "
        "matched_on",
    },
    "open_match": {CONFIDENTIAL: "requirement_id position supplier_id score band"},
    "near_miss": {CONFIDENTIAL: "requirement_id supplier_id criterion score"},
    "closing": {
        CONFIDENTIAL: "considered left_out judged_on",
        OPEN: "requirement_id requirement_version catalogue_version worked_out_at",
    },
    "outcome": {CONFIDENTIAL: "requirement_id supplier_id position band if_met gates advice"},
    "ending": {CONFIDENTIAL: "how reason", OPEN: "id public_id requirement_id version told_at"},
    "ending_award": {
        CONFIDENTIAL: "supplier_id supplier_name title value vat awarded_on starts_on ends_on contract_id "
        "form_key",
        OPEN: "id public_id ending_id version",
    },
    "shortlist": {
        PERSONAL: "created_by_id frozen_by_id",
        CONFIDENTIAL: "state form_key shared_at few_reason frozen_at frozen_digests",
        OPEN: "id public_id organisation_id requirement_id run_id version created_at",
    },
    "passed_over": {CONFIDENTIAL: "rank quick words", OPEN: "id shortlist_id"},
    "evaluation": {
        PERSONAL: "user_id interests interest_words",
        CONFIDENTIAL: "declared_at saved_at",
        OPEN: "id public_id shortlist_id",
    },
    "evaluation_score": {CONFIDENTIAL: "rank line points", OPEN: "id evaluation_id"},
    "shortlist_note": {
        PERSONAL: "user_id",
        CONFIDENTIAL: "rank text written_at form_key",
        OPEN: "id public_id shortlist_id",
    },
    "shortlist_link": {
        PERSONAL: "made_by_id",
        CONFIDENTIAL: "token_hash recipient by_hub ends_on revoked_at opened form_key",
        OPEN: "id public_id shortlist_id made_at",
    },
    "proposal_request": {PERSONAL: "asked_by_id", CONFIDENTIAL: "asked_at", OPEN: "id requirement_id"},
    "proposal": {
        PERSONAL: "started_by_id proposed_by_id settled_by_id",
        CONFIDENTIAL: "title state introduction started_at proposed_at settled_at answer form_key",
        OPEN: "id public_id requirement_id run_id shortlist_id version",
    },
    "proposal_entry": {
        CONFIDENTIAL: "supplier_id supplier_name position rank score band gates reason struck",
        OPEN: "id public_id proposal_id",
    },
    "shortlist_entry": {
        CONFIDENTIAL: "supplier_id supplier_name position rank score band verdicts evidence reason",
        OPEN: "id shortlist_id",
    },
    "export": {
        PERSONAL: "taken_by_id",
        CONFIDENTIAL: "shortlists rows refused",
        OPEN: "id taken_at format digest",
    },
    "export_item": {OPEN: "id export_id shortlist_id shortlist_public_id run_public_id run_digest"},
    "message": {PERSONAL: "recipient subject body", OPEN: "id tries queued_at due_at"},
    "event": {
        PERSONAL: "actor_id",
        CONFIDENTIAL: "changes",
        OPEN: "number at actor_role organisation_id action subjects changes_hash previous hash",
    },
    "event_subject": {OPEN: "event_number kind public_id"},
    "event_head": {OPEN: "id number hash"},
    "look": {PERSONAL: "user_id", CONFIDENTIAL: "organisation_id kind public_id page", OPEN: "id at"},
    "limit_count": {CONFIDENTIAL: "key", OPEN: "tries expires_at"},
    "supply_count": {
        CONFIDENTIAL: "private",
        OPEN: "id month category_id county_id whole suppliers requirements value reckoned",
    },
    "category": {OPEN: "id slug name level parent_id position help cpv source retired"},
    "county": {OPEN: "id slug name region"},
    "county_neighbour": {OPEN: "county_id neighbour_id"},
    "place": {OPEN: "id code level name county_id region latitude longitude approximate source"},
    "catalogue_version": {OPEN: "id number"},
    "setting_version": {PERSONAL: "set_by_id", CONFIDENTIAL: "why", OPEN: "id key number value set_at"},
    "synonym": {OPEN: "id public_id phrase key also mutual added_at"},
    "learned_weights": {OPEN: "id learned_at version weights measured"},
    "catalogue_change": {OPEN: "supplier version"},
}

LABELS = {
    f"{table}.{name}": label
    for table, labels in COLUMNS.items()
    for label, names in labels.items()
    for name in names.split()
}


class UnlabelledColumnError(RuntimeError):
    """A column that says nothing of what it holds, or a label for a column that is not there."""


def label_of(column: Column[object]) -> str:
    """PERSONAL, CONFIDENTIAL or OPEN. Raises KeyError for a column without a label."""
    return LABELS[f"{column.table.name}.{column.name}"]


def require_labels(metadata: MetaData) -> None:
    """Raises UnlabelledColumnError unless labels and columns are the same set."""
    held = {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.columns}
    differing = sorted(held ^ set(LABELS))
    if differing:
        raise UnlabelledColumnError(f"Label these columns in hub/privacy/labels.py: {', '.join(differing)}")
