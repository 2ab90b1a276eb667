using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Integrations.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class ManifestWebhooks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "drains",
                schema: "integrations",
                table: "webhook_subscriptions",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "manifest_webhooks",
                schema: "integrations",
                table: "apps",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "[]",
                collation: "Latin1_General_100_BIN2");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "drains",
                schema: "integrations",
                table: "webhook_subscriptions");

            migrationBuilder.DropColumn(
                name: "manifest_webhooks",
                schema: "integrations",
                table: "apps");
        }
    }
}
