"""Whether the database has had every migration, found out cheaply."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from concierge import schema

pytestmark = pytest.mark.django_db


def test_a_migrated_database_is_not_behind_and_one_query_tells(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert not schema.is_behind()


def test_a_migration_that_was_not_applied_is_missed():
    MigrationRecorder(connection).record_unapplied("people", "0001_user")

    assert schema.is_behind()
    assert ("people", "0001_user") in schema.on_disk() - schema.applied()


def test_what_only_the_database_knows_is_no_reason_to_migrate():
    MigrationRecorder(connection).record_applied("people", "9999_of_a_newer_version")

    assert not schema.is_behind()
