"""What each feature brings: its routes, its rules, what it shows on the pages of others.

Nothing is decided here; `create_app` puts these tables to work."""

from flask import Blueprint, Flask

import cop.bookmarks.listeners
import cop.cases.listeners
import cop.cases.routes.keeping
import cop.cases.routes.library
import cop.cases.routes.quoting
import cop.cases.routes.reviewing
import cop.cases.routes.saving
import cop.cases.routes.translating
import cop.cases.routes.writing
import cop.digests.listeners
import cop.digests.routes.editing
import cop.digests.routes.issuing
import cop.digests.routes.reading
import cop.discussions.listeners
import cop.discussions.routes.changing
import cop.discussions.routes.following
import cop.discussions.routes.polls
import cop.discussions.routes.signs
import cop.discussions.routes.writing
import cop.files.listeners
import cop.joining.listeners
import cop.joining.routes.inviting
import cop.mailbox.listeners
import cop.messages.listeners
import cop.moderation.listeners
import cop.moderation.routes.appeals
import cop.moderation.routes.deciding
import cop.moderation.routes.messages
import cop.moderation.routes.queue
import cop.moderation.routes.statistics
import cop.notifications.listeners.cases
import cop.notifications.listeners.digests
import cop.notifications.listeners.discussions
import cop.notifications.listeners.keeping
import cop.notifications.listeners.library
import cop.notifications.listeners.mailing
import cop.notifications.listeners.meetings
import cop.notifications.listeners.messages
import cop.notifications.listeners.organisations
import cop.notifications.listeners.own
import cop.notifications.listeners.spaces
import cop.organisations.listeners
import cop.organisations.routes.desk
import cop.pages.listeners
import cop.pages.routes.care
import cop.pages.routes.display
import cop.pages.routes.jobs
import cop.pages.routes.mail
import cop.pages.routes.recent
import cop.pages.routes.site
import cop.pages.routes.watching
import cop.people.listeners
import cop.rights.listeners
import cop.rights.routes.desk
import cop.search.listeners
import cop.spaces.listeners
import cop.spaces.routes.members
import cop.succession.listeners  # noqa: F401
from cop.base import care, counts, mail, personal_data
from cop.bookmarks import personal_data as bookmarks_data
from cop.bookmarks import routes as bookmarks_routes
from cop.cases import api as cases_api
from cop.cases import care as cases_care
from cop.cases import departures
from cop.cases import personal_data as cases_data
from cop.cases.policy import files as cases_files_policy
from cop.cases.policy import reviewing as cases_rules
from cop.cases.queries import adoptions as adoptions_queries
from cop.cases.queries import cases as cases_queries
from cop.cases.queries import quotations as quotation_queries
from cop.cases.routes import adoptions as cases_adoptions
from cop.cases.routes import context as cases_context
from cop.cases.routes import organisations as cases_organisations
from cop.cases.routes import packing as cases_packing
from cop.cases.routes import quoting as cases_quoting
from cop.cases.routes import reading as cases_reading
from cop.demo import routes as demo_routes
from cop.digests import api as digests_api
from cop.digests import care as digests_care
from cop.digests import departures as digests_departures
from cop.digests import personal_data as digests_data
from cop.digests import policy as digests_policy
from cop.digests.queries import experts as digests_experts
from cop.digests.routes import asking as digests_asking
from cop.digests.routes import desk as digests_routes
from cop.discussions import api as discussions_api
from cop.discussions import personal_data as discussions_data
from cop.discussions import policy as discussions_policy
from cop.discussions import subjects
from cop.discussions.queries import counts as discussions_counts
from cop.discussions.queries import topics as topic_queries
from cop.discussions.routes import activity as discussions_activity
from cop.discussions.routes import branches, order  # noqa: F401
from cop.discussions.routes import drafts as discussions_drafts
from cop.discussions.routes import lists as discussions_lists
from cop.discussions.routes import outlines as discussions_outlines
from cop.discussions.routes import own as discussions_own
from cop.discussions.routes import reading as discussions_reading
from cop.files import api as files_api
from cop.files import personal_data as files_data
from cop.files import policy as files_policy
from cop.files.routes import arriving as files_arriving
from cop.files.routes import reading as files_reading
from cop.guides import care as guides_care
from cop.guides import personal_data as guides_data
from cop.guides import queries as guides_queries
from cop.guides import routes as guides_routes
from cop.joining import personal_data as joining_data
from cop.joining import policy as joining_policy
from cop.joining.routes import asking as joining_routes
from cop.mailbox import personal_data as mailbox_data
from cop.mailbox import routes as mailbox_routes
from cop.meetings import care as meetings_care
from cop.meetings import personal_data as meetings_data
from cop.meetings import queries as meetings_queries
from cop.meetings.routes import calendars as meetings_routes
from cop.meetings.routes import meetings as meetings_parts
from cop.messages import personal_data as messages_data
from cop.messages import routes as messages_routes
from cop.moderation import personal_data as moderation_data
from cop.moderation import policy as moderation_policy
from cop.moderation.queries import told as moderation_told
from cop.moderation.routes import log as moderation_routes
from cop.moderation.routes import reporting as moderation_reporting
from cop.moderation.routes import sanctions as moderation_sanctions
from cop.notifications import personal_data as notifications_data
from cop.notifications import policy as notices_policy
from cop.notifications.queries import told as notices_told
from cop.notifications.queries import whom as notices_whom
from cop.notifications.routes import inbox as notifications_routes
from cop.notifications.routes import mailings as notifications_mailings
from cop.notifications.routes import settings as notifications_settings
from cop.organisations import personal_data as organisations_data
from cop.organisations import policy as organisations_policy
from cop.organisations.routes import organisations as organisations_routes
from cop.pages import policy as pages_policy
from cop.pages.routes import feeds as feeds_routes
from cop.pages.routes import manual as pages_manual
from cop.pages.routes import numbers as pages_numbers
from cop.pages.routes import pages as pages_routes
from cop.pages.routes import sharing as pages_sharing
from cop.people import account_forms, scopes
from cop.people import personal_data as people_data
from cop.people import policy as people_policy
from cop.people.routes import lost_steps, sign_ins, sign_on  # noqa: F401
from cop.people.routes import people as people_routes
from cop.rights import personal_data as rights_data
from cop.rights import policy as rights_policy
from cop.rights.routes import own as rights_routes
from cop.search import api as search_api
from cop.search import personal_data as search_data
from cop.search import policy as search_policy
from cop.search.routes import saved as saved_routes
from cop.search.routes import search as search_routes
from cop.search.routes import similar as search_similar
from cop.search.routes import thesaurus as thesaurus_routes
from cop.spaces import api as spaces_api
from cop.spaces import care as spaces_care
from cop.spaces import personal_data as spaces_data
from cop.spaces import queries as spaces_queries
from cop.spaces.routes import spaces as spaces_routes
from cop.succession import personal_data as succession_data
from cop.succession import policy as succession_policy
from cop.succession import routes as succession_routes
from cop.web import (
    api,
    placeholders,
    slots,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    people_routes.bp,
    organisations_routes.bp,
    spaces_routes.bp,
    joining_routes.bp,
    files_reading.bp,
    files_arriving.bp,
    discussions_reading.bp,
    meetings_routes.bp,
    cases_reading.bp,
    guides_routes.bp,
    bookmarks_routes.bp,
    messages_routes.bp,
    search_routes.bp,
    saved_routes.bp,
    thesaurus_routes.bp,
    digests_routes.bp,
    notifications_routes.bp,
    succession_routes.bp,
    rights_routes.bp,
    moderation_routes.bp,
    pages_routes.bp,
    pages_manual.bp,
    pages_numbers.bp,
    feeds_routes.bp,
)
API_BLUEPRINTS: tuple[api.Blueprint, ...] = (
    files_api.bp, discussions_api.bp, cases_api.bp, search_api.bp, digests_api.bp, spaces_api.bp)
#: name → may the person? Menus ask with `can('admin')`.
ABILITIES = {
    "admin": people_policy.may_administer,
    "desk.digests": digests_policy.may_see_desk,
    "desk.review": cases_rules.may_open_review_desk,
    "left_alone": succession_policy.may_open_left_alone,
    "joining": joining_policy.may_let_in,
    "moderation": moderation_policy.may_read_log,
    "moderation.queue": moderation_policy.may_open_queue,
    "organisations": organisations_policy.may_confirm_somebody,
    "requests": rights_policy.may_answer_requests,
    "thesaurus": search_policy.may_edit_thesaurus,
}
#: What higher features show on the pages of lower ones, in this order (README, slots).
SLOTS = {
    "manual": (pages_manual.link_to,),
    "space_main": (discussions_lists.topics_of_space,),
    "space_news": (discussions_lists.news_of_spaces,),
    "space_aside": (
        meetings_parts.dates_of_space, cases_packing.pack_link, mailbox_routes.address_of_space,
        discussions_activity.activity_beside, discussions_outlines.outlines_link),
    "topic_lead": (meetings_parts.meeting_of, digests_asking.ask_on_topic),
    "home_aside": (meetings_parts.own_dates,),
    "me": (
        spaces_routes.own_spaces, discussions_drafts.drafts_of, discussions_lists.topics_of,
        cases_reading.own_cases),
    "organisation": (cases_organisations.cases_of,),
    "case_aside": (
        cases_context.context_beside, guides_routes.guides_with, search_routes.beside_case),
    "library_actions": (guides_routes.library_link, digests_routes.issues_link),
    "profile": (spaces_routes.spaces_of, discussions_lists.topics_of,
                moderation_sanctions.sanctions_of, messages_routes.link_on_profile,
                moderation_reporting.link_on_profile),
    "topic_actions": (bookmarks_routes.link_on_topic, cases_quoting.link_on_topic,
                      pages_sharing.share_topic),
    "post_deeds": (bookmarks_routes.link_on_post, moderation_reporting.link_on_post),
    "case_actions": (bookmarks_routes.link_on_case, moderation_reporting.link_on_case,
                     pages_sharing.share_case),
    "title_similar": (search_similar.similar_beside,),
    "topic_aside": (cases_quoting.cases_beside_topic, search_routes.beside_topic),
    "review_aside": (search_routes.beside_case,),
    "digest_steps": (notifications_mailings.link_on_digest,),
    "unread_badge": (notifications_routes.unread_badge,),
    "login_aside": (demo_routes.accounts,),
}
#: Taken without a token of ours: the address itself is the secret.
SECRET_ADDRESSES = (saved_routes.stop, notifications_settings.stop)
#: What answers for what is known of persons, in the order of the packages.
PERSONAL_DATA = (people_data, organisations_data, spaces_data, joining_data, files_data,
                 discussions_data, meetings_data, cases_data, guides_data, bookmarks_data,
                 messages_data, search_data, digests_data, notifications_data, mailbox_data,
                 succession_data, rights_data, moderation_data)


#: What answers for what is in somebody's care.
CARES = {"space": spaces_care, "case": cases_care, "guide": guides_care,
         "meeting": meetings_care, "digest": digests_care}


def add_features(app: Flask) -> None:
    """Routes, rules and what stands on the pages of others."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    scopes.register("space", scopes.Scope(
        spaces_queries.find_scope, spaces_queries.name_scopes, spaces_queries.write_scope))
    departures.register(adoptions_queries.list_departures_to)
    departures.register(guides_queries.list_departures_with)
    departures.register(digests_departures.list_departures_with)
    for count in (*discussions_counts.COUNTS, adoptions_queries.ADOPTIONS):
        counts.register(count)
    account_forms.invites("space", spaces_queries.is_invited)
    for kind, held in CARES.items():
        care.register(kind, held)
    for feature in PERSONAL_DATA:
        personal_data.register(feature.__name__.split(".")[1], feature)
    subjects.register("case", cases_adoptions.find_subject, cases_adoptions.subject_of)
    files_policy.readable_through(
        discussions_policy.visible_post_files, discussions_policy.files_of_posts)
    files_policy.readable_through(digests_policy.visible_logos, digests_policy.logos)
    files_policy.readable_through(pages_policy.visible_logo, pages_policy.held_logo)
    files_policy.readable_through(
        cases_files_policy.visible_case_files, cases_files_policy.files_of_cases)
    for part, name in ((meetings_queries.with_meeting, "meeting"),
                       (cases_queries.with_case, "case"),
                       (quotation_queries.with_cases_from, "case_sources"),
                       (digests_experts.with_ask, "my_ask")):
        topic_queries.read_with_topic(part, name)
    mail.send_only_while("post", notices_whom.may_still_read)
    for target in (*notices_told.TARGETS, *moderation_told.TARGETS, *succession_policy.TARGETS):
        notices_policy.can_be_told_of(target)
    api.init_app(app, API_BLUEPRINTS)
    placeholders.add_fillings(app, discussions_own.FILLINGS)
    placeholders.add_fillings(app, {"messages": messages_routes.unread_of_reader})
    for name, part in ((name, part) for name, parts in SLOTS.items() for part in parts):
        slots.fill(app, name, part)
