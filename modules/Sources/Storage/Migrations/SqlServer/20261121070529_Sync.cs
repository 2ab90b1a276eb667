using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Sources.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Sync : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "next_sync_at",
                schema: "sources",
                table: "repositories",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "publish_as",
                schema: "sources",
                table: "repositories",
                type: "nvarchar(max)",
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<int>(
                name: "sync_failures",
                schema: "sources",
                table: "repositories",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "service_progress",
                schema: "sources",
                columns: table => new
                {
                    service = table.Column<string>(type: "nvarchar(330)", maxLength: 330, nullable: false, collation: "Latin1_General_100_BIN2"),
                    repository_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    active_since = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    last_delivered_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    failures = table.Column<int>(type: "int", nullable: false),
                    next_try_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    last_error_code = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    last_error_message = table.Column<string>(type: "nvarchar(1024)", maxLength: 1024, nullable: true, collation: "Latin1_General_100_BIN2"),
                    branches = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    selection = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_service_progress", x => new { x.repository_id, x.service });
                    table.ForeignKey(
                        name: "fk_service_progress_repositories_repository_id",
                        column: x => x.repository_id,
                        principalSchema: "sources",
                        principalTable: "repositories",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sync_states",
                schema: "sources",
                columns: table => new
                {
                    repository_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    branches = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    tags = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    updated_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sync_states", x => x.repository_id);
                    table.ForeignKey(
                        name: "fk_sync_states_repositories_repository_id",
                        column: x => x.repository_id,
                        principalSchema: "sources",
                        principalTable: "repositories",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "tag_publications",
                schema: "sources",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    tag = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    commit = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    path = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    plugin_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    status = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    warning = table.Column<string>(type: "nvarchar(1024)", maxLength: 1024, nullable: true, collation: "Latin1_General_100_BIN2"),
                    error_code = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    error_message = table.Column<string>(type: "nvarchar(1024)", maxLength: 1024, nullable: true, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    repository_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tag_publications", x => x.id);
                    table.ForeignKey(
                        name: "fk_tag_publications_repositories_repository_id",
                        column: x => x.repository_id,
                        principalSchema: "sources",
                        principalTable: "repositories",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_repositories_next_sync_at",
                schema: "sources",
                table: "repositories",
                column: "next_sync_at");

            migrationBuilder.CreateIndex(
                name: "ix_service_progress_next_try_at",
                schema: "sources",
                table: "service_progress",
                column: "next_try_at");

            migrationBuilder.CreateIndex(
                name: "ix_tag_publications_repository_id_at",
                schema: "sources",
                table: "tag_publications",
                columns: new[] { "repository_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_tag_publications_repository_id_tag_path",
                schema: "sources",
                table: "tag_publications",
                columns: new[] { "repository_id", "tag", "path" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "service_progress",
                schema: "sources");

            migrationBuilder.DropTable(
                name: "sync_states",
                schema: "sources");

            migrationBuilder.DropTable(
                name: "tag_publications",
                schema: "sources");

            migrationBuilder.DropIndex(
                name: "ix_repositories_next_sync_at",
                schema: "sources",
                table: "repositories");

            migrationBuilder.DropColumn(
                name: "next_sync_at",
                schema: "sources",
                table: "repositories");

            migrationBuilder.DropColumn(
                name: "publish_as",
                schema: "sources",
                table: "repositories");

            migrationBuilder.DropColumn(
                name: "sync_failures",
                schema: "sources",
                table: "repositories");
        }
    }
}
