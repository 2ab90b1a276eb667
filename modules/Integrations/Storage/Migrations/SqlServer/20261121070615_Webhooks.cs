using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Integrations.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Webhooks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "webhook_deliveries",
                schema: "integrations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    subscription_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    app_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    event_type = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    status = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    attempt_count = table.Column<int>(type: "int", nullable: false),
                    status_code = table.Column<int>(type: "int", nullable: true),
                    duration_ms = table.Column<int>(type: "int", nullable: true),
                    next_retry_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    replay_of = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    event_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    message_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    attempts = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    body = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_deliveries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhook_events",
                schema: "integrations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    type = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    resource = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    data = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    actor = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhook_subscriptions",
                schema: "integrations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    installation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    app_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    plugin_name = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    identifier = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    origin = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    target_url = table.Column<string>(type: "nvarchar(512)", maxLength: 512, nullable: false, collation: "Latin1_General_100_BIN2"),
                    events = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    query = table.Column<string>(type: "nvarchar(max)", maxLength: 10000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    strict_order = table.Column<bool>(type: "bit", nullable: false),
                    active = table.Column<bool>(type: "bit", nullable: false),
                    disabled_reason = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: true, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    owner_key = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    headers = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    project_ids = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_subscriptions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhook_queues",
                schema: "integrations",
                columns: table => new
                {
                    subscription_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    lease_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    leased_until = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    wake = table.Column<long>(type: "bigint", nullable: false),
                    not_before = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    breaker = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    resets = table.Column<int>(type: "int", nullable: false),
                    failing_days = table.Column<int>(type: "int", nullable: false),
                    last_failing_day = table.Column<DateOnly>(type: "date", nullable: true),
                    watched_until = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_queues", x => x.subscription_id);
                    table.ForeignKey(
                        name: "fk_webhook_queues_webhook_subscriptions_subscription_id",
                        column: x => x.subscription_id,
                        principalSchema: "integrations",
                        principalTable: "webhook_subscriptions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "webhook_secrets",
                schema: "integrations",
                columns: table => new
                {
                    subscription_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_secrets", x => new { x.subscription_id, x.version });
                    table.ForeignKey(
                        name: "fk_webhook_secrets_webhook_subscriptions_subscription_id",
                        column: x => x.subscription_id,
                        principalSchema: "integrations",
                        principalTable: "webhook_subscriptions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "webhook_topics",
                schema: "integrations",
                columns: table => new
                {
                    event_type = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    subscription_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_topics", x => new { x.event_type, x.organization_id, x.subscription_id });
                    table.ForeignKey(
                        name: "fk_webhook_topics_webhook_subscriptions_subscription_id",
                        column: x => x.subscription_id,
                        principalSchema: "integrations",
                        principalTable: "webhook_subscriptions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_bodies",
                schema: "integrations",
                table: "webhook_deliveries",
                column: "created_at",
                filter: "[body] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_created_at",
                schema: "integrations",
                table: "webhook_deliveries",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_of_app",
                schema: "integrations",
                table: "webhook_deliveries",
                columns: new[] { "app_id", "event_type", "number" },
                filter: "[app_id] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_of_organization",
                schema: "integrations",
                table: "webhook_deliveries",
                columns: new[] { "organization_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_of_webhook",
                schema: "integrations",
                table: "webhook_deliveries",
                columns: new[] { "subscription_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_retries",
                schema: "integrations",
                table: "webhook_deliveries",
                columns: new[] { "subscription_id", "next_retry_at", "number" },
                filter: "status = 'Pending' AND next_retry_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_waiting",
                schema: "integrations",
                table: "webhook_deliveries",
                columns: new[] { "subscription_id", "number" },
                filter: "status = 'Pending' AND next_retry_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_events_created_at",
                schema: "integrations",
                table: "webhook_events",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_queues_due",
                schema: "integrations",
                table: "webhook_queues",
                column: "due_at",
                filter: "[due_at] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_subscriptions_app_id",
                schema: "integrations",
                table: "webhook_subscriptions",
                column: "app_id",
                filter: "[app_id] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_subscriptions_organization_id_created_at_id",
                schema: "integrations",
                table: "webhook_subscriptions",
                columns: new[] { "organization_id", "created_at", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_subscriptions_organization_id_owner_key_identifier",
                schema: "integrations",
                table: "webhook_subscriptions",
                columns: new[] { "organization_id", "owner_key", "identifier" },
                unique: true,
                filter: "[deleted_at] IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_topics_subscription_id",
                schema: "integrations",
                table: "webhook_topics",
                column: "subscription_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "webhook_deliveries",
                schema: "integrations");

            migrationBuilder.DropTable(
                name: "webhook_events",
                schema: "integrations");

            migrationBuilder.DropTable(
                name: "webhook_queues",
                schema: "integrations");

            migrationBuilder.DropTable(
                name: "webhook_secrets",
                schema: "integrations");

            migrationBuilder.DropTable(
                name: "webhook_topics",
                schema: "integrations");

            migrationBuilder.DropTable(
                name: "webhook_subscriptions",
                schema: "integrations");
        }
    }
}
