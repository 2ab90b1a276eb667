using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GraphQLPlugins.Kernel.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class UnclusteredIdempotencyKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_idempotency_keys",
                schema: "kernel",
                table: "idempotency_keys");

            migrationBuilder.DropIndex(
                name: "ix_idempotency_keys_created_at",
                schema: "kernel",
                table: "idempotency_keys");

            migrationBuilder.AddPrimaryKey(
                name: "pk_idempotency_keys",
                schema: "kernel",
                table: "idempotency_keys",
                columns: new[] { "organization_id", "principal", "key" })
                .Annotation("SqlServer:Clustered", false);

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_keys_created_at",
                schema: "kernel",
                table: "idempotency_keys",
                column: "created_at")
                .Annotation("SqlServer:Clustered", true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_idempotency_keys",
                schema: "kernel",
                table: "idempotency_keys");

            migrationBuilder.DropIndex(
                name: "ix_idempotency_keys_created_at",
                schema: "kernel",
                table: "idempotency_keys");

            migrationBuilder.AddPrimaryKey(
                name: "pk_idempotency_keys",
                schema: "kernel",
                table: "idempotency_keys",
                columns: new[] { "organization_id", "principal", "key" });

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_keys_created_at",
                schema: "kernel",
                table: "idempotency_keys",
                column: "created_at");
        }
    }
}
