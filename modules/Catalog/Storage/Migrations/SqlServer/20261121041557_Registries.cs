using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Catalog.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Registries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "api_version",
                schema: "catalog",
                table: "versions",
                type: "nvarchar(128)",
                maxLength: 128,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "image_digest",
                schema: "catalog",
                table: "versions",
                type: "nvarchar(135)",
                maxLength: 135,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<bool>(
                name: "is_tag",
                schema: "catalog",
                table: "versions",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "max_host_key",
                schema: "catalog",
                table: "versions",
                type: "varchar(700)",
                unicode: false,
                maxLength: 700,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "min_host_key",
                schema: "catalog",
                table: "versions",
                type: "varchar(700)",
                unicode: false,
                maxLength: 700,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "yank_reason",
                schema: "catalog",
                table: "versions",
                type: "nvarchar(1000)",
                maxLength: 1000,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "yanked_at",
                schema: "catalog",
                table: "versions",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "revision",
                schema: "catalog",
                table: "repositories",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<byte[]>(
                name: "sealed_token",
                schema: "catalog",
                table: "repositories",
                type: "varbinary(4096)",
                maxLength: 4096,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "deprecated_at",
                schema: "catalog",
                table: "plugins",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "deprecation_reason",
                schema: "catalog",
                table: "plugins",
                type: "nvarchar(1000)",
                maxLength: 1000,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<bool>(
                name: "install_disallowed",
                schema: "catalog",
                table: "plugins",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "organization_id",
                schema: "catalog",
                table: "plugins",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "versions_checked_at",
                schema: "catalog",
                table: "plugins",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "repository_statuses",
                schema: "catalog",
                columns: table => new
                {
                    repository_key = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    last_success_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    last_error_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    last_error = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    latency_milliseconds = table.Column<int>(type: "int", nullable: true),
                    reach = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_repository_statuses", x => x.repository_key);
                    table.ForeignKey(
                        name: "fk_repository_statuses_repositories_repository_key",
                        column: x => x.repository_key,
                        principalSchema: "catalog",
                        principalTable: "repositories",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "repository_statuses",
                schema: "catalog");

            migrationBuilder.DropColumn(
                name: "api_version",
                schema: "catalog",
                table: "versions");

            migrationBuilder.DropColumn(
                name: "image_digest",
                schema: "catalog",
                table: "versions");

            migrationBuilder.DropColumn(
                name: "is_tag",
                schema: "catalog",
                table: "versions");

            migrationBuilder.DropColumn(
                name: "max_host_key",
                schema: "catalog",
                table: "versions");

            migrationBuilder.DropColumn(
                name: "min_host_key",
                schema: "catalog",
                table: "versions");

            migrationBuilder.DropColumn(
                name: "yank_reason",
                schema: "catalog",
                table: "versions");

            migrationBuilder.DropColumn(
                name: "yanked_at",
                schema: "catalog",
                table: "versions");

            migrationBuilder.DropColumn(
                name: "revision",
                schema: "catalog",
                table: "repositories");

            migrationBuilder.DropColumn(
                name: "sealed_token",
                schema: "catalog",
                table: "repositories");

            migrationBuilder.DropColumn(
                name: "deprecated_at",
                schema: "catalog",
                table: "plugins");

            migrationBuilder.DropColumn(
                name: "deprecation_reason",
                schema: "catalog",
                table: "plugins");

            migrationBuilder.DropColumn(
                name: "install_disallowed",
                schema: "catalog",
                table: "plugins");

            migrationBuilder.DropColumn(
                name: "organization_id",
                schema: "catalog",
                table: "plugins");

            migrationBuilder.DropColumn(
                name: "versions_checked_at",
                schema: "catalog",
                table: "plugins");
        }
    }
}
