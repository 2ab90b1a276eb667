using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Catalog.Storage.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class VersionTemplates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "template",
                schema: "catalog",
                table: "versions",
                type: "jsonb",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "template",
                schema: "catalog",
                table: "versions");
        }
    }
}
