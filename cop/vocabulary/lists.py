"""Every closed list of the field, loaded once and never changed.

How a data file becomes a list is said in `loading.py`; what is special about regions is in
`regions.py`.
"""
from cop.vocabulary.loading import load_list, load_named_by_cldr, load_regions

COUNTRIES = load_named_by_cldr("countries", "territories")
REGIONS = load_regions(COUNTRIES)
LANGUAGES = load_named_by_cldr("languages", "languages")
THEMES = load_list("themes", ordered=False)

LMP_CATEGORIES = load_list("lmp_categories")
PES_TASKS = load_list("pes_tasks")
TARGET_GROUPS = load_list("target_groups")
NACE_SECTIONS = load_list("nace_sections")
BENCHLEARNING_SECTIONS = load_list("benchlearning_sections")
BENCHLEARNING_ENABLERS = load_list("benchlearning_enablers")
NETPES_AREAS = load_list("netpes_areas")
VET_TOPICS = load_list("vet_topics")

AUDIENCES = load_list("audiences")
AFFILIATIONS = load_list("affiliations")

EVIDENCE_LEVELS = load_list("evidence_levels")
PRACTICE_TYPES = load_list("practice_types")
PRACTICE_STATUSES = load_list("practice_statuses")
OUTCOMES = load_list("outcomes")
SCOPES = load_list("scopes")
BODY_TYPES = load_list("body_types")
FUNDING_SOURCES = load_list("funding_sources")
TRANSFERABILITY = load_list("transferability")
DIGITAL_GREEN = load_list("digital_green")
LICENCES = load_list("licences")
PARTNER_ROLES = load_list("partner_roles")
EQF_LEVELS = load_list("eqf_levels")
CURRENCIES = load_named_by_cldr("currencies", "currencies")

#: All of them, for what goes over every list (tests, exports, the API).
ALL = (
    COUNTRIES, REGIONS, LANGUAGES, THEMES, LMP_CATEGORIES, PES_TASKS, TARGET_GROUPS,
    NACE_SECTIONS, BENCHLEARNING_SECTIONS, BENCHLEARNING_ENABLERS, NETPES_AREAS, VET_TOPICS,
    AUDIENCES, AFFILIATIONS, EVIDENCE_LEVELS, PRACTICE_TYPES, PRACTICE_STATUSES, OUTCOMES, SCOPES,
    BODY_TYPES, FUNDING_SOURCES, TRANSFERABILITY, DIGITAL_GREEN, LICENCES,
    PARTNER_ROLES, EQF_LEVELS, CURRENCIES,
)
