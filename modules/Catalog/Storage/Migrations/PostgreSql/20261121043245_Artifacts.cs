using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Catalog.Storage.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Artifacts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "has_previous",
                schema: "catalog",
                table: "installations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "load_priority",
                schema: "catalog",
                table: "installations",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "normalized_name",
                schema: "catalog",
                table: "installations",
                type: "character varying(255)",
                maxLength: 255,
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "previous_file_name",
                schema: "catalog",
                table: "installations",
                type: "character varying(255)",
                maxLength: 255,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "previous_origin",
                schema: "catalog",
                table: "installations",
                type: "character varying(16)",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "previous_version_key",
                schema: "catalog",
                table: "installations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reload_mode",
                schema: "catalog",
                table: "installations",
                type: "character varying(16)",
                maxLength: 16,
                nullable: false,
                defaultValue: "Reload");

            migrationBuilder.AddColumn<string>(
                name: "source_url",
                schema: "catalog",
                table: "installations",
                type: "character varying(2048)",
                maxLength: 2048,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "artifacts",
                schema: "catalog",
                columns: table => new
                {
                    digest = table.Column<string>(type: "character varying(64)", unicode: false, maxLength: 64, nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    file_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    manifest = table.Column<string>(type: "jsonb", nullable: false),
                    stored_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    touched_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    holds = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_artifacts", x => x.digest);
                });

            migrationBuilder.CreateTable(
                name: "drop_files",
                schema: "catalog",
                columns: table => new
                {
                    file_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    modified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    installation_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    error_code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    error_message = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_drop_files", x => x.file_name);
                });

            migrationBuilder.CreateTable(
                name: "installation_records",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    action = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    version = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    artifact_digest = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    origin = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_installation_records", x => x.id);
                });

            // Names that differ by case alone were possible before; the later one keeps its place under its id.
            migrationBuilder.Sql("""
                UPDATE catalog.installations SET
                    has_previous = CASE WHEN previous_version IS NULL THEN false ELSE true END,
                    normalized_name = CASE WHEN EXISTS (SELECT 1 FROM catalog.installations other WHERE other.organization_id = installations.organization_id AND lower(other.name) = lower(installations.name) AND other.name < installations.name)
                        THEN CAST(id AS text) ELSE lower(name) END
                """);

            migrationBuilder.CreateIndex(
                name: "ix_installations_artifact_digest",
                schema: "catalog",
                table: "installations",
                column: "artifact_digest");

            migrationBuilder.CreateIndex(
                name: "ix_installations_organization_id_normalized_name",
                schema: "catalog",
                table: "installations",
                columns: new[] { "organization_id", "normalized_name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_installations_previous_digest",
                schema: "catalog",
                table: "installations",
                column: "previous_digest");

            migrationBuilder.CreateIndex(
                name: "ix_artifacts_touched_at",
                schema: "catalog",
                table: "artifacts",
                column: "touched_at");

            migrationBuilder.CreateIndex(
                name: "ix_installation_records_installation_id_revision_id",
                schema: "catalog",
                table: "installation_records",
                columns: new[] { "installation_id", "revision", "id" },
                descending: new[] { false, true, true });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "artifacts",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "drop_files",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "installation_records",
                schema: "catalog");

            migrationBuilder.DropIndex(
                name: "ix_installations_artifact_digest",
                schema: "catalog",
                table: "installations");

            migrationBuilder.DropIndex(
                name: "ix_installations_organization_id_normalized_name",
                schema: "catalog",
                table: "installations");

            migrationBuilder.DropIndex(
                name: "ix_installations_previous_digest",
                schema: "catalog",
                table: "installations");

            migrationBuilder.DropColumn(
                name: "has_previous",
                schema: "catalog",
                table: "installations");

            migrationBuilder.DropColumn(
                name: "load_priority",
                schema: "catalog",
                table: "installations");

            migrationBuilder.DropColumn(
                name: "normalized_name",
                schema: "catalog",
                table: "installations");

            migrationBuilder.DropColumn(
                name: "previous_file_name",
                schema: "catalog",
                table: "installations");

            migrationBuilder.DropColumn(
                name: "previous_origin",
                schema: "catalog",
                table: "installations");

            migrationBuilder.DropColumn(
                name: "previous_version_key",
                schema: "catalog",
                table: "installations");

            migrationBuilder.DropColumn(
                name: "reload_mode",
                schema: "catalog",
                table: "installations");

            migrationBuilder.DropColumn(
                name: "source_url",
                schema: "catalog",
                table: "installations");
        }
    }
}
