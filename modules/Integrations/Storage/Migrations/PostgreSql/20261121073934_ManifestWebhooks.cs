using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Integrations.Storage.Migrations.PostgreSql
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
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "manifest_webhooks",
                schema: "integrations",
                table: "apps",
                type: "jsonb",
                nullable: false,
                defaultValue: "[]");
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
