using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Integrations.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class VendorEvents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "sync_attempts",
                schema: "integrations",
                table: "external_issues",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "sync_due_at",
                schema: "integrations",
                table: "external_issues",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "sync_error",
                schema: "integrations",
                table: "external_issues",
                type: "nvarchar(1024)",
                maxLength: 1024,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.CreateTable(
                name: "integration_events",
                schema: "integrations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    integration_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    event_type = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    delivery_id = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    action = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    subject = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    url = table.Column<string>(type: "nvarchar(2048)", maxLength: 2048, nullable: true, collation: "Latin1_General_100_BIN2"),
                    status = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(1024)", maxLength: 1024, nullable: true, collation: "Latin1_General_100_BIN2"),
                    replays = table.Column<int>(type: "int", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    processed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    body = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_integration_events", x => x.id);
                    table.ForeignKey(
                        name: "fk_integration_events_organization_integrations_integration_id",
                        column: x => x.integration_id,
                        principalSchema: "integrations",
                        principalTable: "organization_integrations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "integration_hooks",
                schema: "integrations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    integration_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    token_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    sealed_token = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    sealed_secret = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    sealed_previous_secret = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    previous_until = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    rotated_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_integration_hooks", x => x.id);
                    table.ForeignKey(
                        name: "fk_integration_hooks_organization_integrations_integration_id",
                        column: x => x.integration_id,
                        principalSchema: "integrations",
                        principalTable: "organization_integrations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_external_issues_sync_due_at",
                schema: "integrations",
                table: "external_issues",
                column: "sync_due_at",
                filter: "[sync_due_at] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_integration_events_integration_id_delivery_id",
                schema: "integrations",
                table: "integration_events",
                columns: new[] { "integration_id", "delivery_id" },
                unique: true,
                filter: "[delivery_id] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_integration_events_organization_id_received_at_id",
                schema: "integrations",
                table: "integration_events",
                columns: new[] { "organization_id", "received_at", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_integration_events_received_at",
                schema: "integrations",
                table: "integration_events",
                column: "received_at");

            migrationBuilder.CreateIndex(
                name: "ix_integration_events_waiting",
                schema: "integrations",
                table: "integration_events",
                column: "id",
                filter: "[status] = 'Received'");

            migrationBuilder.CreateIndex(
                name: "ix_integration_hooks_integration_id",
                schema: "integrations",
                table: "integration_hooks",
                column: "integration_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_integration_hooks_token_hash",
                schema: "integrations",
                table: "integration_hooks",
                column: "token_hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "integration_events",
                schema: "integrations");

            migrationBuilder.DropTable(
                name: "integration_hooks",
                schema: "integrations");

            migrationBuilder.DropIndex(
                name: "ix_external_issues_sync_due_at",
                schema: "integrations",
                table: "external_issues");

            migrationBuilder.DropColumn(
                name: "sync_attempts",
                schema: "integrations",
                table: "external_issues");

            migrationBuilder.DropColumn(
                name: "sync_due_at",
                schema: "integrations",
                table: "external_issues");

            migrationBuilder.DropColumn(
                name: "sync_error",
                schema: "integrations",
                table: "external_issues");
        }
    }
}
