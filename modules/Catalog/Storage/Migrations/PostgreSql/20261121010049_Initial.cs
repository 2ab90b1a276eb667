using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Catalog.Storage.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "catalog");

            migrationBuilder.CreateTable(
                name: "policies",
                schema: "catalog",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    allow_remote_admin = table.Column<bool>(type: "boolean", nullable: false),
                    allowed_repositories = table.Column<List<string>>(type: "text[]", nullable: false),
                    allowed_publishers = table.Column<List<string>>(type: "text[]", nullable: false),
                    denied_plugins = table.Column<List<string>>(type: "text[]", nullable: false),
                    mandatory_plugins = table.Column<List<string>>(type: "text[]", nullable: false),
                    minimum_release_age = table.Column<long>(type: "bigint", nullable: false),
                    require_signature = table.Column<bool>(type: "boolean", nullable: false),
                    max_artifact_bytes = table.Column<long>(type: "bigint", nullable: false),
                    egress_allow = table.Column<List<string>>(type: "text[]", nullable: false),
                    egress_deny = table.Column<List<string>>(type: "text[]", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_policies", x => x.organization_id);
                });

            migrationBuilder.CreateTable(
                name: "repositories",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    repository_id = table.Column<string>(type: "character varying(17)", maxLength: 17, nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    type = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    endpoint = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: true),
                    priority = table.Column<int>(type: "integer", nullable: false),
                    last_sync_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_sync_error = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_repositories", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "plugins",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    plugin_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    description = table.Column<string>(type: "text", nullable: true),
                    resource_type = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    provider = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    image = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    registry_type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    registry_url = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: true),
                    labels = table.Column<List<string>>(type: "text[]", nullable: false),
                    authors = table.Column<List<string>>(type: "text[]", nullable: false),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    stage = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    hidden = table.Column<bool>(type: "boolean", nullable: false),
                    can_disable = table.Column<bool>(type: "boolean", nullable: false),
                    project_default_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    conf_key = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    required_field = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    api_type = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    source_url = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: true),
                    homepage_url = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: true),
                    support_url = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: true),
                    installs = table.Column<int>(type: "integer", nullable: false),
                    health_score = table.Column<int>(type: "integer", nullable: true),
                    latest_version = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    latest_released_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    deprecated = table.Column<bool>(type: "boolean", nullable: false),
                    replaced_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    repository_key = table.Column<Guid>(type: "uuid", nullable: false),
                    latest_version_key = table.Column<Guid>(type: "uuid", nullable: true),
                    normalized_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    search_text = table.Column<string>(type: "text", nullable: false),
                    registry_config = table.Column<string>(type: "jsonb", nullable: true),
                    capability = table.Column<string>(type: "jsonb", nullable: true),
                    template = table.Column<string>(type: "jsonb", nullable: true),
                    docs = table.Column<string>(type: "jsonb", nullable: true),
                    tags = table.Column<string>(type: "jsonb", nullable: true),
                    content_digest = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plugins", x => x.id);
                    table.ForeignKey(
                        name: "fk_plugins_repositories_repository_key",
                        column: x => x.repository_key,
                        principalSchema: "catalog",
                        principalTable: "repositories",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "advisories",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    advisory_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    plugin_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    severity = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    message = table.Column<string>(type: "text", nullable: true),
                    url = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: true),
                    repository_key = table.Column<Guid>(type: "uuid", nullable: false),
                    plugin_key = table.Column<Guid>(type: "uuid", nullable: true),
                    ranges = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_advisories", x => x.id);
                    table.ForeignKey(
                        name: "fk_advisories_plugins_plugin_key",
                        column: x => x.plugin_key,
                        principalSchema: "catalog",
                        principalTable: "plugins",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_advisories_repositories_repository_key",
                        column: x => x.repository_key,
                        principalSchema: "catalog",
                        principalTable: "repositories",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "installations",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    version = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    origin = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    file_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    artifact_digest = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    pinned = table.Column<bool>(type: "boolean", nullable: false),
                    skipped_versions = table.Column<List<string>>(type: "text[]", nullable: false),
                    previous_version = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    last_error_code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    last_error_message = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    installed_by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    installed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    plugin_key = table.Column<Guid>(type: "uuid", nullable: true),
                    version_key = table.Column<Guid>(type: "uuid", nullable: true),
                    previous_digest = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_installations", x => x.id);
                    table.ForeignKey(
                        name: "fk_installations_plugins_plugin_key",
                        column: x => x.plugin_key,
                        principalSchema: "catalog",
                        principalTable: "plugins",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "versions",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    channel = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    released_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    min_host_version = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    max_host_version = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    reload_mode = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    load_priority = table.Column<int>(type: "integer", nullable: false),
                    release_notes_url = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: true),
                    plugin_key = table.Column<Guid>(type: "uuid", nullable: false),
                    sort_key = table.Column<string>(type: "character varying(700)", unicode: false, maxLength: 700, nullable: false, collation: "C"),
                    artifacts = table.Column<string>(type: "jsonb", nullable: false),
                    content_digest = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_versions", x => x.id);
                    table.ForeignKey(
                        name: "fk_versions_plugins_plugin_key",
                        column: x => x.plugin_key,
                        principalSchema: "catalog",
                        principalTable: "plugins",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "dependencies",
                schema: "catalog",
                columns: table => new
                {
                    version_key = table.Column<Guid>(type: "uuid", nullable: false),
                    ordinal = table.Column<short>(type: "smallint", nullable: false),
                    plugin_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    min_version = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    optional = table.Column<bool>(type: "boolean", nullable: false),
                    repository_key = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dependencies", x => new { x.version_key, x.ordinal });
                    table.ForeignKey(
                        name: "fk_dependencies_versions_version_key",
                        column: x => x.version_key,
                        principalSchema: "catalog",
                        principalTable: "versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_advisories_advisory_id_id",
                schema: "catalog",
                table: "advisories",
                columns: new[] { "advisory_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_advisories_plugin_key",
                schema: "catalog",
                table: "advisories",
                column: "plugin_key");

            migrationBuilder.CreateIndex(
                name: "ix_advisories_repository_key",
                schema: "catalog",
                table: "advisories",
                column: "repository_key");

            migrationBuilder.CreateIndex(
                name: "ix_dependencies_plugin_id_version_key",
                schema: "catalog",
                table: "dependencies",
                columns: new[] { "plugin_id", "version_key" });

            migrationBuilder.CreateIndex(
                name: "ix_installations_organization_id_name",
                schema: "catalog",
                table: "installations",
                columns: new[] { "organization_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_installations_plugin_key",
                schema: "catalog",
                table: "installations",
                column: "plugin_key");

            migrationBuilder.CreateIndex(
                name: "ix_plugins_installs_id",
                schema: "catalog",
                table: "plugins",
                columns: new[] { "installs", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_plugins_labels",
                schema: "catalog",
                table: "plugins",
                column: "labels")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_plugins_name_id",
                schema: "catalog",
                table: "plugins",
                columns: new[] { "name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_plugins_plugin_id",
                schema: "catalog",
                table: "plugins",
                column: "plugin_id");

            migrationBuilder.CreateIndex(
                name: "ix_plugins_repository_key_normalized_id",
                schema: "catalog",
                table: "plugins",
                columns: new[] { "repository_key", "normalized_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_plugins_updated_at_id",
                schema: "catalog",
                table: "plugins",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_repositories_name",
                schema: "catalog",
                table: "repositories",
                column: "name",
                unique: true,
                filter: "deleted_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_repositories_repository_id",
                schema: "catalog",
                table: "repositories",
                column: "repository_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_versions_plugin_key_sort_key_id",
                schema: "catalog",
                table: "versions",
                columns: new[] { "plugin_key", "sort_key", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_versions_plugin_key_version",
                schema: "catalog",
                table: "versions",
                columns: new[] { "plugin_key", "version" },
                unique: true);

            // Substring search over thousands of entries wants trigrams; a server whose administrator has not installed them searches without an index.
            migrationBuilder.Sql("""
                DO $$
                BEGIN
                    CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA catalog;
                    CREATE INDEX ix_plugins_search_text ON catalog.plugins USING gin (search_text catalog.gin_trgm_ops);
                EXCEPTION WHEN OTHERS THEN
                    RAISE NOTICE 'searching without trigrams: %', SQLERRM;
                END
                $$
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "advisories",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "dependencies",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "installations",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "policies",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "versions",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "plugins",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "repositories",
                schema: "catalog");
        }
    }
}
