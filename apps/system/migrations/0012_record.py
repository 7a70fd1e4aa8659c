"""The audit trail found by whatever one asks for, and cut at its old end with the chain intact."""

from django.db import migrations, models

# Of sealed entries only: sealing writes each row anew, so that whoever waits for a call does not pay for it.
WORDS = r"""
    CREATE FUNCTION audit_words(action text, subject text, code text, details jsonb) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN to_tsvector('simple'::regconfig, regexp_replace(
        action || ' ' || subject || ' ' || code || ' ' || coalesce(details ->> 'reason', ''),
        '[^[:alnum:]]+', ' ', 'g'
    ));
    CREATE INDEX audit_text ON system_audit_entry USING gin (audit_words(action, subject, code, details))
        WHERE seq IS NOT NULL;
"""
NO_WORDS = "DROP INDEX audit_text; DROP FUNCTION audit_words;"

# Blocks and entries may go once a later block is the anchor of a cut: `verify` sees whether we signed that.
MAY_BE_CUT = """
    CREATE OR REPLACE FUNCTION system_audit_block_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE'
           AND EXISTS (SELECT FROM system_audit_anchor WHERE number > OLD.number) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'system_audit_block is append-only';
    END $$;
    CREATE OR REPLACE FUNCTION system_audit_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE'
           AND EXISTS (SELECT FROM system_audit_anchor WHERE last_seq >= OLD.seq) THEN
            RETURN OLD;
        END IF;
        IF TG_OP = 'UPDATE' AND OLD.seq IS NULL
           AND to_jsonb(NEW) - 'seq' = to_jsonb(OLD) - 'seq' THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'system_audit_entry is append-only';
    END $$;
"""
STAY = """
    CREATE OR REPLACE FUNCTION system_audit_block_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'system_audit_block is append-only';
    END $$;
    CREATE OR REPLACE FUNCTION system_audit_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND OLD.seq IS NULL
           AND to_jsonb(NEW) - 'seq' = to_jsonb(OLD) - 'seq' THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'system_audit_entry is append-only';
    END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("system", "0011_tools"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditAnchor",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("last_seq", models.BigIntegerField()),
                ("seal", models.CharField(max_length=64)),
                ("dropped", models.CharField(help_text="The partition that was dropped.", max_length=64)),
                ("entries", models.BigIntegerField(help_text="How many entries went with it.")),
                ("cut_at", models.DateTimeField()),
                ("signature", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "system_audit_anchor",
            },
        ),
        migrations.RemoveIndex(
            model_name="auditentry",
            name="audit_action",
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="actor_id",
            field=models.UUIDField(),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["actor_id", "id"], name="audit_actor"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["action", "id"], name="audit_tool"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(
                condition=models.Q(("outcome", "SUCCEEDED"), _negated=True),
                fields=["outcome", "id"],
                name="audit_outcome",
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(
                condition=models.Q(("code", ""), _negated=True), fields=["code", "id"], name="audit_code"
            ),
        ),
        migrations.RunSQL(WORDS, NO_WORDS),
        migrations.RunSQL(MAY_BE_CUT, STAY),
    ]
