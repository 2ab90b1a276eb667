using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Catalog.Storage.Migrations.SqlServer
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
                type: "nvarchar(max)",
                nullable: true,
                collation: "Latin1_General_100_BIN2");
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
