using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Options.Storage.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class NumbersWithTheValues : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "option_set_heads",
                schema: "options");

            migrationBuilder.DropPrimaryKey(
                name: "pk_option_revisions",
                schema: "options",
                table: "option_revisions");

            migrationBuilder.DropIndex(
                name: "ix_option_revisions_organization_id_conf_key_scope_key_number",
                schema: "options",
                table: "option_revisions");

            migrationBuilder.AddColumn<int>(
                name: "revision",
                schema: "options",
                table: "option_values",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddPrimaryKey(
                name: "pk_option_revisions",
                schema: "options",
                table: "option_revisions",
                columns: new[] { "organization_id", "conf_key", "scope_key", "number" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_option_revisions",
                schema: "options",
                table: "option_revisions");

            migrationBuilder.DropColumn(
                name: "revision",
                schema: "options",
                table: "option_values");

            migrationBuilder.AddPrimaryKey(
                name: "pk_option_revisions",
                schema: "options",
                table: "option_revisions",
                column: "id");

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

            // The next numbers go on from those of the history.
            migrationBuilder.Sql("INSERT INTO options.option_set_heads (organization_id, conf_key, scope_key, revision) SELECT organization_id, conf_key, scope_key, MAX(number) FROM options.option_revisions GROUP BY organization_id, conf_key, scope_key");

            migrationBuilder.CreateIndex(
                name: "ix_option_revisions_organization_id_conf_key_scope_key_number",
                schema: "options",
                table: "option_revisions",
                columns: new[] { "organization_id", "conf_key", "scope_key", "number" },
                unique: true);
        }
    }
}
