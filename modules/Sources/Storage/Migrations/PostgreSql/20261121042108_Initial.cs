using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Sources.Storage.Migrations.PostgreSql
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    provider = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    owner = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    account = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    status = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    scopes = table.Column<List<string>>(type: "text[]", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sealed_access_token = table.Column<byte[]>(type: "bytea", nullable: false),
                    sealed_refresh_token = table.Column<byte[]>(type: "bytea", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    provider = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    repo_id = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C"),
                    event_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    branches = table.Column<List<string>>(type: "text[]", nullable: false),
                    tags = table.Column<List<string>>(type: "text[]", nullable: false),
                    headers_digest = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    signature_valid = table.Column<bool>(type: "boolean", nullable: false),
                    dedup_key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    status = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    reason = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: true),
                    matched_count = table.Column<int>(type: "integer", nullable: false),
                    replays = table.Column<int>(type: "integer", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    processed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hook_key = table.Column<Guid>(type: "uuid", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    matched_keys = table.Column<List<Guid>>(type: "uuid[]", nullable: false)
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    provider = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    repo_id = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    sealed_token = table.Column<byte[]>(type: "bytea", nullable: false),
                    sealed_secret = table.Column<byte[]>(type: "bytea", nullable: false),
                    sealed_previous_secret = table.Column<byte[]>(type: "bytea", nullable: true),
                    previous_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    remote_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    rotated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    display_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    icon_url = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: true),
                    definition = table.Column<string>(type: "jsonb", nullable: false),
                    created_by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
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
                    state_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    provider = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    sealed_verifier = table.Column<byte[]>(type: "bytea", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    provider = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    repo_id = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    owner = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    name = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    url = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: true),
                    default_branch = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    @private = table.Column<bool>(name: "private", type: "boolean", nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    config = table.Column<string>(type: "jsonb", nullable: false),
                    active_services = table.Column<List<string>>(type: "text[]", nullable: false),
                    last_sync_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_error_code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    last_error_message = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hook_key = table.Column<Guid>(type: "uuid", nullable: true),
                    ssh_key_ref = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    clone_url = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: false),
                    steps_done = table.Column<int>(type: "integer", nullable: false),
                    was_hidden = table.Column<bool>(type: "boolean", nullable: false),
                    was_disabled = table.Column<bool>(type: "boolean", nullable: false),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    next_poll_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    poll_etag = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: true),
                    poll_failures = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
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
                filter: "dedup_key IS NOT NULL");

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
                filter: "status = 'Received'");

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
