using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Sources.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "sources");

            migrationBuilder.CreateTable(
                name: "connections",
                schema: "sources",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    owner = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    account = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    status = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    scopes = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    sealed_access_token = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    sealed_refresh_token = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_connections", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "hook_events",
                schema: "sources",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    repo_id = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    event_type = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    branches = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    tags = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    headers_digest = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    signature_valid = table.Column<bool>(type: "bit", nullable: false),
                    dedup_key = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    status = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(1024)", maxLength: 1024, nullable: true, collation: "Latin1_General_100_BIN2"),
                    matched_count = table.Column<int>(type: "int", nullable: false),
                    replays = table.Column<int>(type: "int", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    processed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    hook_key = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    body = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    matched_keys = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hook_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "hooks",
                schema: "sources",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    repo_id = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    token_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    sealed_token = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    sealed_secret = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    sealed_previous_secret = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    previous_until = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    remote_id = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    rotated_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hooks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "one_off_sources",
                schema: "sources",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    display_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    icon_url = table.Column<string>(type: "nvarchar(2048)", maxLength: 2048, nullable: true, collation: "Latin1_General_100_BIN2"),
                    definition = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_one_off_sources", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pending_authorizations",
                schema: "sources",
                columns: table => new
                {
                    state_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    owner = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    provider = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    sealed_verifier = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pending_authorizations", x => x.state_hash);
                });

            migrationBuilder.CreateTable(
                name: "repositories",
                schema: "sources",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    repo_id = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    owner = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    url = table.Column<string>(type: "nvarchar(2048)", maxLength: 2048, nullable: true, collation: "Latin1_General_100_BIN2"),
                    default_branch = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    @private = table.Column<bool>(name: "private", type: "bit", nullable: false),
                    status = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    config = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    active_services = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    last_sync_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    last_error_code = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    last_error_message = table.Column<string>(type: "nvarchar(1024)", maxLength: 1024, nullable: true, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    hook_key = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    ssh_key_ref = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    clone_url = table.Column<string>(type: "nvarchar(2048)", maxLength: 2048, nullable: false, collation: "Latin1_General_100_BIN2"),
                    steps_done = table.Column<int>(type: "int", nullable: false),
                    was_hidden = table.Column<bool>(type: "bit", nullable: false),
                    was_disabled = table.Column<bool>(type: "bit", nullable: false),
                    lease_until = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    next_poll_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    poll_etag = table.Column<string>(type: "nvarchar(1024)", maxLength: 1024, nullable: true, collation: "Latin1_General_100_BIN2"),
                    poll_failures = table.Column<int>(type: "int", nullable: false),
                    revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_repositories", x => x.id);
                    table.ForeignKey(
                        name: "fk_repositories_hooks_hook_key",
                        column: x => x.hook_key,
                        principalSchema: "sources",
                        principalTable: "hooks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateIndex(
                name: "ix_connections_organization_id_owner_provider",
                schema: "sources",
                table: "connections",
                columns: new[] { "organization_id", "owner", "provider" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_hook_events_hook_key_dedup_key",
                schema: "sources",
                table: "hook_events",
                columns: new[] { "hook_key", "dedup_key" },
                unique: true,
                filter: "[dedup_key] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_hook_events_organization_id_received_at_id",
                schema: "sources",
                table: "hook_events",
                columns: new[] { "organization_id", "received_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_hook_events_waiting",
                schema: "sources",
                table: "hook_events",
                column: "id",
                filter: "[status] = 'Received'");

            migrationBuilder.CreateIndex(
                name: "ix_hooks_organization_id_provider_repo_id",
                schema: "sources",
                table: "hooks",
                columns: new[] { "organization_id", "provider", "repo_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_hooks_token_hash",
                schema: "sources",
                table: "hooks",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_one_off_sources_organization_id_name",
                schema: "sources",
                table: "one_off_sources",
                columns: new[] { "organization_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_pending_authorizations_expires_at",
                schema: "sources",
                table: "pending_authorizations",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_repositories_hook_key",
                schema: "sources",
                table: "repositories",
                column: "hook_key");

            migrationBuilder.CreateIndex(
                name: "ix_repositories_lease_until",
                schema: "sources",
                table: "repositories",
                column: "lease_until");

            migrationBuilder.CreateIndex(
                name: "ix_repositories_next_poll_at",
                schema: "sources",
                table: "repositories",
                column: "next_poll_at");

            migrationBuilder.CreateIndex(
                name: "ix_repositories_organization_id_name_id",
                schema: "sources",
                table: "repositories",
                columns: new[] { "organization_id", "name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_repositories_organization_id_provider_repo_id_owner",
                schema: "sources",
                table: "repositories",
                columns: new[] { "organization_id", "provider", "repo_id", "owner" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "connections",
                schema: "sources");

            migrationBuilder.DropTable(
                name: "hook_events",
                schema: "sources");

            migrationBuilder.DropTable(
                name: "one_off_sources",
                schema: "sources");

            migrationBuilder.DropTable(
                name: "pending_authorizations",
                schema: "sources");

            migrationBuilder.DropTable(
                name: "repositories",
                schema: "sources");

            migrationBuilder.DropTable(
                name: "hooks",
                schema: "sources");
        }
    }
}
