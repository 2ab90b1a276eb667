using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Options.Storage.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "options");

            migrationBuilder.CreateTable(
                name: "option_revisions",
                schema: "options",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conf_key = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    scope_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    changes_json = table.Column<string>(type: "jsonb", nullable: false),
                    changed_by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_option_revisions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "option_set_heads",
                schema: "options",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conf_key = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    scope_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_option_set_heads", x => new { x.organization_id, x.conf_key, x.scope_key });
                });

            migrationBuilder.CreateTable(
                name: "option_values",
                schema: "options",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conf_key = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    scope_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    key = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    storage_key = table.Column<string>(type: "character varying(511)", maxLength: 511, nullable: false),
                    json = table.Column<string>(type: "jsonb", nullable: true),
                    @protected = table.Column<byte[]>(name: "protected", type: "bytea", nullable: true),
                    hint = table.Column<string>(type: "text", nullable: true),
                    updated_by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_option_values", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "protection_keys",
                schema: "options",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    xml = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_protection_keys", x => x.name);
                });

            migrationBuilder.CreateIndex(
                name: "ix_option_revisions_organization_id_conf_key_scope_key_number",
                schema: "options",
                table: "option_revisions",
                columns: new[] { "organization_id", "conf_key", "scope_key", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_option_values_organization_id_conf_key_scope_key_key",
                schema: "options",
                table: "option_values",
                columns: new[] { "organization_id", "conf_key", "scope_key", "key" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "option_revisions",
                schema: "options");

            migrationBuilder.DropTable(
                name: "option_set_heads",
                schema: "options");

            migrationBuilder.DropTable(
                name: "option_values",
                schema: "options");

            migrationBuilder.DropTable(
                name: "protection_keys",
                schema: "options");
        }
    }
}
