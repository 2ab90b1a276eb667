using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Catalog.Storage.Migrations.SqlServer
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
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "load_priority",
                schema: "catalog",
                table: "installations",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "normalized_name",
                schema: "catalog",
                table: "installations",
                type: "nvarchar(255)",
                maxLength: 255,
                nullable: false,
                defaultValue: "",
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "previous_file_name",
                schema: "catalog",
                table: "installations",
                type: "nvarchar(255)",
                maxLength: 255,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "previous_origin",
                schema: "catalog",
                table: "installations",
                type: "nvarchar(16)",
                maxLength: 16,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<Guid>(
                name: "previous_version_key",
                schema: "catalog",
                table: "installations",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reload_mode",
                schema: "catalog",
                table: "installations",
                type: "nvarchar(16)",
                maxLength: 16,
                nullable: false,
                defaultValue: "Reload",
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "source_url",
                schema: "catalog",
                table: "installations",
                type: "nvarchar(2048)",
                maxLength: 2048,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.CreateTable(
                name: "artifacts",
                schema: "catalog",
                columns: table => new
                {
                    digest = table.Column<string>(type: "varchar(64)", unicode: false, maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    file_name = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    manifest = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    stored_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    touched_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    holds = table.Column<int>(type: "int", nullable: false)
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
                    file_name = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    modified_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    installation_name = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    error_code = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    error_message = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true, collation: "Latin1_General_100_BIN2")
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
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    action = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    artifact_digest = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    origin = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    generation = table.Column<int>(type: "int", nullable: false),
                    by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    installation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_installation_records", x => x.id);
                });

            // Names that differ by case alone were possible before; the later one keeps its place under its id.
            migrationBuilder.Sql("""
                UPDATE catalog.installations SET
                    has_previous = CASE WHEN previous_version IS NULL THEN 0 ELSE 1 END,
                    normalized_name = CASE WHEN EXISTS (SELECT 1 FROM catalog.installations other WHERE other.organization_id = installations.organization_id AND lower(other.name) = lower(installations.name) AND other.name < installations.name)
                        THEN CAST(id AS nvarchar(36)) ELSE lower(name) END
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
