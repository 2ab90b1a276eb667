namespace GraphQLPlugins.Host.Tests.Graph;

/// <summary>The texts for SQL Server that the tests keep, read by a parser of its dialect.</summary>
public sealed class TransactSqlTests
{
    [NodeFact]
    public async Task Every_statement_for_sql_server_is_transact_sql()
    {
        string[] kept =
        [
            .. Snapshots("Host.Tests/Graph", "SqlServer*Tests.*"), .. Snapshots("Kernel.Tests/Storage", "SqlServerTests.The_kernels_reads*"), .. Snapshots("Kernel.Tests/Storage", "SqlServerTests.The_statements*"),
            .. Snapshots("Integrations.Tests/Webhooks", "SqlServerStatementsTests.*"), .. Snapshots("Engine.Data.Tests/ResourceQueries", "SqlServerResourceTests.*"),
        ];

        await NodeClient.PassesAsync("tsql/parse.mjs", kept);
    }

    [NodeFact]
    public async Task What_is_none_is_found()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """
                SELECT TOP(1) [p].[id] FROM [plugins] AS [p] WHERE [p].[name] LIKE @p0 ESCAPE N'\'
                GO
                SELECT id FROM plugins LIMIT 5
                GO
                SELEC id FROM plugins
                GO
                SELECT id FROM plugins WHERE name IN (
                GO
                SELECT id FROM plugins WHERE labels @> @p0
                """);

            var (exitCode, output, complaints) = await NodeClient.RunAsync("tsql/parse.mjs", file);

            Assert.Equal((1, "5 statements, 4 wrong\n"), (exitCode, output));
            Assert.DoesNotContain("TOP(1)", complaints);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<string> Snapshots(string folder, string pattern) =>
        Directory.GetFiles(Path.Combine(Repository.Root, "tests", folder, "__snapshots__"), pattern + ".snap").Order(StringComparer.Ordinal);
}
