using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Integrations.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class AppBreakers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "app_breakers",
                schema: "integrations",
                columns: table => new
                {
                    app_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    breaker = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    resets = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_breakers", x => x.app_id);
                    table.ForeignKey(
                        name: "fk_app_breakers_apps_app_id",
                        column: x => x.app_id,
                        principalSchema: "integrations",
                        principalTable: "apps",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.Sql("INSERT INTO integrations.app_breakers (app_id, resets) SELECT id, 0 FROM integrations.apps");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "app_breakers",
                schema: "integrations");
        }
    }
}
