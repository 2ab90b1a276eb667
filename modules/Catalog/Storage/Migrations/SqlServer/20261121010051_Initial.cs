using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Catalog.Storage.Migrations.SqlServer
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
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    allow_remote_admin = table.Column<bool>(type: "bit", nullable: false),
                    allowed_repositories = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    allowed_publishers = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    denied_plugins = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    mandatory_plugins = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    minimum_release_age = table.Column<long>(type: "bigint", nullable: false),
                    require_signature = table.Column<bool>(type: "bit", nullable: false),
                    max_artifact_bytes = table.Column<long>(type: "bigint", nullable: false),
                    egress_allow = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    egress_deny = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    revision = table.Column<int>(type: "int", nullable: false)
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
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    repository_id = table.Column<string>(type: "nvarchar(17)", maxLength: 17, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    type = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    endpoint = table.Column<string>(type: "nvarchar(2048)", maxLength: 2048, nullable: true, collation: "Latin1_General_100_BIN2"),
                    priority = table.Column<int>(type: "int", nullable: false),
                    last_sync_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    last_sync_error = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
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
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    plugin_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    description = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    resource_type = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    provider = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    image = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    registry_type = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2"),
                    registry_url = table.Column<string>(type: "nvarchar(2048)", maxLength: 2048, nullable: true, collation: "Latin1_General_100_BIN2"),
                    labels = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    authors = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    state = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    stage = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    hidden = table.Column<bool>(type: "bit", nullable: false),
                    can_disable = table.Column<bool>(type: "bit", nullable: false),
                    project_default_enabled = table.Column<bool>(type: "bit", nullable: false),
                    conf_key = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    required_field = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    api_type = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    source_url = table.Column<string>(type: "nvarchar(2048)", maxLength: 2048, nullable: true, collation: "Latin1_General_100_BIN2"),
                    homepage_url = table.Column<string>(type: "nvarchar(2048)", maxLength: 2048, nullable: true, collation: "Latin1_General_100_BIN2"),
                    support_url = table.Column<string>(type: "nvarchar(2048)", maxLength: 2048, nullable: true, collation: "Latin1_General_100_BIN2"),
                    installs = table.Column<int>(type: "int", nullable: false),
                    health_score = table.Column<int>(type: "int", nullable: true),
                    latest_version = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    latest_released_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    deprecated = table.Column<bool>(type: "bit", nullable: false),
                    replaced_by = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    repository_key = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    latest_version_key = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    normalized_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    search_text = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    registry_config = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    capability = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    template = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    docs = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    tags = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    content_digest = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: true),
                    revision = table.Column<int>(type: "int", nullable: false)
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
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    advisory_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    plugin_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    severity = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2"),
                    message = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    url = table.Column<string>(type: "nvarchar(2048)", maxLength: 2048, nullable: true, collation: "Latin1_General_100_BIN2"),
                    repository_key = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    plugin_key = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    ranges = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2")
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
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    generation = table.Column<int>(type: "int", nullable: false),
                    origin = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    file_name = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    artifact_digest = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    pinned = table.Column<bool>(type: "bit", nullable: false),
                    skipped_versions = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    previous_version = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    last_error_code = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    last_error_message = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    installed_by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    installed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    plugin_key = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    version_key = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    previous_digest = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    revision = table.Column<int>(type: "int", nullable: false)
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
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    channel = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    released_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    min_host_version = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    max_host_version = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    reload_mode = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    load_priority = table.Column<int>(type: "int", nullable: false),
                    release_notes_url = table.Column<string>(type: "nvarchar(2048)", maxLength: 2048, nullable: true, collation: "Latin1_General_100_BIN2"),
                    plugin_key = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    sort_key = table.Column<string>(type: "varchar(700)", unicode: false, maxLength: 700, nullable: false, collation: "Latin1_General_100_BIN2"),
                    artifacts = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    content_digest = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: true)
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
                    version_key = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ordinal = table.Column<short>(type: "smallint", nullable: false),
                    plugin_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    min_version = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    optional = table.Column<bool>(type: "bit", nullable: false),
                    repository_key = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
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
                filter: "[deleted_at] IS NULL");

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
