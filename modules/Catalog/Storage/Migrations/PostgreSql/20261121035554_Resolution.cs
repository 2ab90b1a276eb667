using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Catalog.Storage.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Resolution : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "block_advisories",
                schema: "catalog",
                table: "policies",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "version_range",
                schema: "catalog",
                table: "dependencies",
                type: "character varying(255)",
                maxLength: 255,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_plugins_repository_key_revision_updated_at",
                schema: "catalog",
                table: "plugins",
                columns: new[] { "repository_key", "revision", "updated_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_plugins_repository_key_revision_updated_at",
                schema: "catalog",
                table: "plugins");

            migrationBuilder.DropColumn(
                name: "block_advisories",
                schema: "catalog",
                table: "policies");

            migrationBuilder.DropColumn(
                name: "version_range",
                schema: "catalog",
                table: "dependencies");
        }
    }
}
