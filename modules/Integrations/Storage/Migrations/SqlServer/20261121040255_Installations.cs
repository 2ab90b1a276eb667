using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Integrations.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Installations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "deletion_requested_at",
                schema: "integrations",
                table: "apps",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "headers",
                schema: "integrations",
                table: "apps",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "[]",
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "manifest_digest",
                schema: "integrations",
                table: "apps",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "manifest_url",
                schema: "integrations",
                table: "apps",
                type: "nvarchar(512)",
                maxLength: 512,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "publish_answers",
                schema: "integrations",
                table: "apps",
                type: "nvarchar(max)",
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.CreateTable(
                name: "app_avatars",
                schema: "integrations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    app_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    photo_type = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    content_type = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    width = table.Column<int>(type: "int", nullable: false),
                    height = table.Column<int>(type: "int", nullable: false),
                    digest = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    updated_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    content = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_avatars", x => x.id);
                    table.ForeignKey(
                        name: "fk_app_avatars_apps_app_id",
                        column: x => x.app_id,
                        principalSchema: "integrations",
                        principalTable: "apps",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "app_components",
                schema: "integrations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    app_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    type = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    schema = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_components", x => x.id);
                    table.ForeignKey(
                        name: "fk_app_components_apps_app_id",
                        column: x => x.app_id,
                        principalSchema: "integrations",
                        principalTable: "apps",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "app_installations",
                schema: "integrations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    app_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    status = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    installed_by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    project_ids = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_installations", x => x.id);
                    table.ForeignKey(
                        name: "fk_app_installations_apps_app_id",
                        column: x => x.app_id,
                        principalSchema: "integrations",
                        principalTable: "apps",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "app_problems",
                schema: "integrations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    app_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    key = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    message = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    count = table.Column<int>(type: "int", nullable: false),
                    critical = table.Column<bool>(type: "bit", nullable: false),
                    dismissed = table.Column<bool>(type: "bit", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_problems", x => x.id);
                    table.ForeignKey(
                        name: "fk_app_problems_apps_app_id",
                        column: x => x.app_id,
                        principalSchema: "integrations",
                        principalTable: "apps",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "app_secrets",
                schema: "integrations",
                columns: table => new
                {
                    app_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "varbinary(max)", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_secrets", x => new { x.app_id, x.version });
                    table.ForeignKey(
                        name: "fk_app_secrets_apps_app_id",
                        column: x => x.app_id,
                        principalSchema: "integrations",
                        principalTable: "apps",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "doc_integrations",
                schema: "integrations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    slug = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    author = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    description = table.Column<string>(type: "nvarchar(max)", maxLength: 10000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    url = table.Column<string>(type: "nvarchar(512)", maxLength: 512, nullable: false, collation: "Latin1_General_100_BIN2"),
                    popularity = table.Column<int>(type: "int", nullable: false),
                    is_draft = table.Column<bool>(type: "bit", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    resources = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    features = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_doc_integrations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "installation_events",
                schema: "integrations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    app_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    installed = table.Column<bool>(type: "bit", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_installation_events", x => x.id);
                    table.ForeignKey(
                        name: "fk_installation_events_apps_app_id",
                        column: x => x.app_id,
                        principalSchema: "integrations",
                        principalTable: "apps",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "app_grants",
                schema: "integrations",
                columns: table => new
                {
                    code_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    installation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_grants", x => x.code_hash);
                    table.ForeignKey(
                        name: "fk_app_grants_app_installations_installation_id",
                        column: x => x.installation_id,
                        principalSchema: "integrations",
                        principalTable: "app_installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "app_tokens",
                schema: "integrations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    installation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    hint = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    refresh_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_tokens", x => x.id);
                    table.ForeignKey(
                        name: "fk_app_tokens_app_installations_installation_id",
                        column: x => x.installation_id,
                        principalSchema: "integrations",
                        principalTable: "app_installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_app_avatars_app_id_photo_type",
                schema: "integrations",
                table: "app_avatars",
                columns: new[] { "app_id", "photo_type" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_app_components_app_id",
                schema: "integrations",
                table: "app_components",
                column: "app_id");

            migrationBuilder.CreateIndex(
                name: "ix_app_grants_installation_id",
                schema: "integrations",
                table: "app_grants",
                column: "installation_id");

            migrationBuilder.CreateIndex(
                name: "ix_app_installations_app_id_organization_id",
                schema: "integrations",
                table: "app_installations",
                columns: new[] { "app_id", "organization_id" },
                unique: true,
                filter: "[deleted_at] IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_app_installations_organization_id_created_at_id",
                schema: "integrations",
                table: "app_installations",
                columns: new[] { "organization_id", "created_at", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_app_problems_app_id_organization_id_key",
                schema: "integrations",
                table: "app_problems",
                columns: new[] { "app_id", "organization_id", "key" });

            migrationBuilder.CreateIndex(
                name: "ix_app_problems_organization_id_updated_at_id",
                schema: "integrations",
                table: "app_problems",
                columns: new[] { "organization_id", "updated_at", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_app_tokens_hash",
                schema: "integrations",
                table: "app_tokens",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_app_tokens_installation_id",
                schema: "integrations",
                table: "app_tokens",
                column: "installation_id");

            migrationBuilder.CreateIndex(
                name: "ix_app_tokens_refresh_hash",
                schema: "integrations",
                table: "app_tokens",
                column: "refresh_hash",
                unique: true,
                filter: "[refresh_hash] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_doc_integrations_slug",
                schema: "integrations",
                table: "doc_integrations",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_installation_events_app_id_at",
                schema: "integrations",
                table: "installation_events",
                columns: new[] { "app_id", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "app_avatars",
                schema: "integrations");

            migrationBuilder.DropTable(
                name: "app_components",
                schema: "integrations");

            migrationBuilder.DropTable(
                name: "app_grants",
                schema: "integrations");

            migrationBuilder.DropTable(
                name: "app_problems",
                schema: "integrations");

            migrationBuilder.DropTable(
                name: "app_secrets",
                schema: "integrations");

            migrationBuilder.DropTable(
                name: "app_tokens",
                schema: "integrations");

            migrationBuilder.DropTable(
                name: "doc_integrations",
                schema: "integrations");

            migrationBuilder.DropTable(
                name: "installation_events",
                schema: "integrations");

            migrationBuilder.DropTable(
                name: "app_installations",
                schema: "integrations");

            migrationBuilder.DropColumn(
                name: "deletion_requested_at",
                schema: "integrations",
                table: "apps");

            migrationBuilder.DropColumn(
                name: "headers",
                schema: "integrations",
                table: "apps");

            migrationBuilder.DropColumn(
                name: "manifest_digest",
                schema: "integrations",
                table: "apps");

            migrationBuilder.DropColumn(
                name: "manifest_url",
                schema: "integrations",
                table: "apps");

            migrationBuilder.DropColumn(
                name: "publish_answers",
                schema: "integrations",
                table: "apps");
        }
    }
}
