using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Catalog.Storage.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class OptionPrefixes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_plugins_conf_key",
                schema: "catalog",
                table: "plugins",
                column: "conf_key");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_plugins_conf_key",
                schema: "catalog",
                table: "plugins");
        }
    }
}
