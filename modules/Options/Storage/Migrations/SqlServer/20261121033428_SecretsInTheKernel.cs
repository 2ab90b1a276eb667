using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Options.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class SecretsInTheKernel : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What older keys sealed must stay readable.
            migrationBuilder.Sql("INSERT INTO kernel.protection_keys (name, xml) SELECT name, xml FROM options.protection_keys o WHERE NOT EXISTS (SELECT 1 FROM kernel.protection_keys k WHERE k.name = o.name)");

            migrationBuilder.DropTable(
                name: "protection_keys",
                schema: "options");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "protection_keys",
                schema: "options",
                columns: table => new
                {
                    name = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    xml = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_protection_keys", x => x.name);
                });
        }
    }
}
