using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Integrations.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class FirstParty : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "external_identities",
                schema: "integrations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    external_id = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    owner = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_external_identities", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "integrations",
                schema: "integrations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    external_id = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    metadata = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_integrations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "setup_sessions",
                schema: "integrations",
                columns: table => new
                {
                    state_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    owner = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    provider = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    step = table.Column<int>(type: "int", nullable: false),
                    reinstalls = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    sealed_context = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_setup_sessions", x => x.state_hash);
                });

            migrationBuilder.CreateTable(
                name: "organization_integrations",
                schema: "integrations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    integration_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    status = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    installed_by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    grace_period_end = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    config = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    default_identity_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    app_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    sealed_credentials = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    token_expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organization_integrations", x => x.id);
                    table.ForeignKey(
                        name: "fk_organization_integrations_external_identities_default_identity_id",
                        column: x => x.default_identity_id,
                        principalSchema: "integrations",
                        principalTable: "external_identities",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_organization_integrations_integrations_integration_id",
                        column: x => x.integration_id,
                        principalSchema: "integrations",
                        principalTable: "integrations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "external_issues",
                schema: "integrations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    integration_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    resource = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    key = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    title = table.Column<string>(type: "nvarchar(512)", maxLength: 512, nullable: false, collation: "Latin1_General_100_BIN2"),
                    description = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    url = table.Column<string>(type: "nvarchar(2048)", maxLength: 2048, nullable: true, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    is_resolved = table.Column<bool>(type: "bit", nullable: false),
                    assignee = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    created_by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    synced_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_external_issues", x => x.id);
                    table.ForeignKey(
                        name: "fk_external_issues_organization_integrations_integration_id",
                        column: x => x.integration_id,
                        principalSchema: "integrations",
                        principalTable: "organization_integrations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_external_identities_organization_id_provider_external_id",
                schema: "integrations",
                table: "external_identities",
                columns: new[] { "organization_id", "provider", "external_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_external_issues_integration_id_key_resource",
                schema: "integrations",
                table: "external_issues",
                columns: new[] { "integration_id", "key", "resource" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_external_issues_organization_id_created_at_id",
                schema: "integrations",
                table: "external_issues",
                columns: new[] { "organization_id", "created_at", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_external_issues_organization_id_resource_created_at_id",
                schema: "integrations",
                table: "external_issues",
                columns: new[] { "organization_id", "resource", "created_at", "id" },
                descending: new[] { false, false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_integrations_provider_external_id",
                schema: "integrations",
                table: "integrations",
                columns: new[] { "provider", "external_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_organization_integrations_default_identity_id",
                schema: "integrations",
                table: "organization_integrations",
                column: "default_identity_id");

            migrationBuilder.CreateIndex(
                name: "ix_organization_integrations_integration_id",
                schema: "integrations",
                table: "organization_integrations",
                column: "integration_id");

            migrationBuilder.CreateIndex(
                name: "ix_organization_integrations_organization_id_created_at_id",
                schema: "integrations",
                table: "organization_integrations",
                columns: new[] { "organization_id", "created_at", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_organization_integrations_organization_id_integration_id",
                schema: "integrations",
                table: "organization_integrations",
                columns: new[] { "organization_id", "integration_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_setup_sessions_expires_at",
                schema: "integrations",
                table: "setup_sessions",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_setup_sessions_organization_id_owner_expires_at",
                schema: "integrations",
                table: "setup_sessions",
                columns: new[] { "organization_id", "owner", "expires_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "external_issues",
                schema: "integrations");

            migrationBuilder.DropTable(
                name: "setup_sessions",
                schema: "integrations");

            migrationBuilder.DropTable(
                name: "organization_integrations",
                schema: "integrations");

            migrationBuilder.DropTable(
                name: "external_identities",
                schema: "integrations");

            migrationBuilder.DropTable(
                name: "integrations",
                schema: "integrations");
        }
    }
}
