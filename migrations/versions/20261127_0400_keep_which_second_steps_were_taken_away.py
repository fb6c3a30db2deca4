"""Keep which second steps were taken away."""
import sqlalchemy as sa
from alembic import op

revision = 'ea8f8701dfeb'
down_revision = '76dd608b168e'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("second_step_removals",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"],
                                name=op.f("fk_second_step_removals_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"],
                                name=op.f("fk_second_step_removals_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_step_removals")),
        info={"unseen": True})
    for column in ("by_id", "person_id"):
        op.create_index(op.f(f"ix_second_step_removals_{column}"), "second_step_removals",
                        [column])


def downgrade() -> None:
    op.drop_table("second_step_removals")
