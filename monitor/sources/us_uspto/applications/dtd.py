"""Element names of the USPTO "trademark-applications-daily" DTD, v2.0 of 2005-04-01: what each container may hold."""

from __future__ import annotations


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What each container of the DTD may hold, and the leaves that are read.
HEADER_READ = names(
    "filing-date registration-date status-code status-date mark-identification mark-drawing-code "
    "published-for-opposition-date abandonment-date cancellation-date attorney-name"
)
CASE_READ = names("serial-number registration-number transaction-date")
CLASS_READ = names("international-code status-code primary-code")
OWNER_READ = names(
    "party-type legal-entity-type-code entity-statement party-name address-1 address-2 city state country other "
    "postcode dba-aka-text composed-of-statement"
)
HEADER = HEADER_READ | names(
    "filing-date registration-date status-code status-date mark-identification mark-drawing-code "
    "amend-to-register-date cancellation-code "
    "republished-12c-date domestic-representative-name attorney-docket-number renewal-date "
    "law-office-assigned-location-code current-location location-date employee-name "
    "principal-register-amended-in supplemental-register-amended-in trademark-in collective-trademark-in "
    "service-mark-in collective-service-mark-in collective-membership-mark-in certification-mark-in "
    "cancellation-pending-in published-concurrent-in concurrent-use-in concurrent-use-proceeding-in "
    "interference-pending-in opposition-pending-in section-12c-in section-2f-in section-2f-in-part-in "
    "renewal-filed-in section-8-filed-in section-8-partial-accept-in section-8-accepted-in "
    "section-15-acknowledged-in section-15-filed-in supplemental-register-in foreign-priority-in "
    "change-registration-in intent-to-use-in intent-to-use-current-in filed-as-use-application-in "
    "amended-to-use-application-in use-application-currently-in amended-to-itu-application-in "
    "filing-basis-filed-as-44d-in amended-to-44d-application-in filing-basis-current-44d-in "
    "filing-basis-filed-as-44e-in filing-basis-current-44e-in amended-to-44e-application-in "
    "without-basis-currently-in filing-current-no-basis-in color-drawing-filed-in color-drawing-current-in "
    "drawing-3d-filed-in drawing-3d-current-in standard-characters-claimed-in filing-basis-filed-as-66a-in "
    "filing-basis-current-66a-in"
)
KNOWN: dict[str, frozenset[str]] = {
    "case-file": names(
        "serial-number registration-number transaction-date case-file-header case-file-statements "
        "case-file-event-statements prior-registration-applications foreign-applications classifications "
        "correspondent case-file-owners design-searches international-registration "
        "madrid-international-filing-requests"
    ),
    "case-file-header": HEADER,
    "case-file-statements": names("case-file-statement"),
    "case-file-statement": names("type-code text"),
    "case-file-event-statements": names("case-file-event-statement"),
    "case-file-event-statement": names("code type description-text date number"),
    "prior-registration-applications": names("other-related-in prior-registration-application"),
    "prior-registration-application": names("relationship-type number"),
    "foreign-applications": names("foreign-application"),
    "foreign-application": names(
        "filing-date registration-date registration-expiration-date registration-renewal-date "
        "registration-renewal-expiration-date entry-number application-number country other registration-number "
        "renewal-number foreign-priority-claim-in"
    ),
    "classifications": names("classification"),
    "classification": CLASS_READ
    | names(
        "international-code-total-no us-code-total-no us-code status-date first-use-anywhere-date "
        "first-use-in-commerce-date"
    ),
    "correspondent": names("address-1 address-2 address-3 address-4 address-5"),
    "case-file-owners": names("case-file-owner"),
    "case-file-owner": OWNER_READ | names("entry-number nationality name-change-explanation"),
    "nationality": names("state country other"),
    "design-searches": names("design-search"),
    "design-search": names("code"),
    "international-registration": names(
        "international-registration-number international-registration-date international-publication-date "
        "international-renewal-date auto-protection-date international-death-date international-status-code "
        "international-status-date priority-claimed-in priority-claimed-date first-refusal-in"
    ),
    "madrid-international-filing-requests": names("madrid-international-filing-record"),
    "madrid-international-filing-record": names(
        "entry-number reference-number original-filing-date-uspto international-registration-number "
        "international-registration-date international-status-code international-status-date "
        "irregularity-reply-by-date international-renewal-date madrid-history-events"
    ),
    "madrid-history-events": names("madrid-history-event"),
    "madrid-history-event": names("code date description-text entry-number"),
}
