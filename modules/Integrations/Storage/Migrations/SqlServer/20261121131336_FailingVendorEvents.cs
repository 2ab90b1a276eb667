using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Integrations.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class FailingVendorEvents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "failed_attempts",
                schema: "integrations",
                table: "integration_events",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "retry_at",
                schema: "integrations",
                table: "integration_events",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_integration_events_failing",
                schema: "integrations",
                table: "integration_events",
                column: "integration_id",
                filter: "[status] = 'Received' AND [failed_attempts] > 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_integration_events_failing",
                schema: "integrations",
                table: "integration_events");

            migrationBuilder.DropColumn(
                name: "failed_attempts",
                schema: "integrations",
                table: "integration_events");

            migrationBuilder.DropColumn(
                name: "retry_at",
                schema: "integrations",
                table: "integration_events");
        }
    }
}
