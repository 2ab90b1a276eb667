using GraphQLPlugins.Engine.Data.EntityFramework.Documents;
using GraphQLPlugins.Engine.Data.Tests.Sample;
using GraphQLPlugins.Engine.Execution;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Data.Tests.EntityFramework;

/// <summary>No SQL Server runs here: the statements are caught before they are sent.</summary>
public sealed class SqlServerStatementTests
{
    [Fact]
    public async Task A_filtered_and_sorted_page_of_keys()
    {
        Assert.Equal(
            """
            SELECT TOP(2) [p].[id] AS [Id], [p].[name] AS [Name], [p].[state] AS [State]
            FROM [plugins] AS [p]
            WHERE [p].[state] = @p0 AND [p].[name] LIKE @p1_startswith ESCAPE N'\' AND [p].[name] >= @p2 AND ([p].[name] > @p2 OR ([p].[name] = @p2 AND [p].[id] > @p3))
            ORDER BY [p].[name], [p].[id]
            """,
            await StatementAsync("{ plugins(first:2, after:\"CURSOR\", where:{state:{eq:ACTIVE}, name:{startsWith:\"P\"}}, order:{name:ASC}) { nodes { name state } } }", "name:ASC"));
    }

    [Fact]
    public async Task Null_is_where_sql_server_sorts_it()
    {
        Assert.Equal(
            "WHERE [p].[image] > @p0 OR ([p].[image] = @p0 AND [p].[id] > @p1)",
            (await StatementAsync("{ plugins(first:2, after:\"CURSOR\", order:{image:ASC}) { nodes { name } } }", "image:ASC")).Split('\n')[2]);
    }

    [Fact]
    public async Task A_plugin_with_its_versions()
    {
        Assert.Equal(
            """
            SELECT [p1].[id], [p1].[name], [p0].[id], [p0].[version]
            FROM (
                SELECT TOP(1) [p].[id], [p].[name]
                FROM [plugins] AS [p]
                WHERE [p].[id] = @p0
            ) AS [p1]
            LEFT JOIN [plugin_versions] AS [p0] ON [p1].[id] = [p0].[plugin_id]
            ORDER BY [p1].[id], [p0].[id]
            """,
            await StatementAsync("{ pluginById(id:\"UGx1Z2luOnBsZy0wMDAwMQ==\") { id name versions { version } } }"));
    }

    [Fact]
    public async Task A_text_in_any_case()
    {
        Assert.Equal(
            "WHERE [p].[name] COLLATE Latin1_General_100_CI_AS LIKE @p0 ESCAPE N'\\'",
            (await StatementAsync("{ plugins(where:{name:{icontains:\"x\"}}) { nodes { name } } }")).Split('\n')[2]);
    }

    [Fact]
    public async Task Filters_into_a_document()
    {
        Assert.Equal(
            """
            SELECT [n].[id] AS [Id]
            FROM [notes] AS [n]
            WHERE EXISTS (
                SELECT 1
                FROM OPENJSON(N'[' + ISNULL(CAST([n].[body] AS nvarchar(max)), N'') + N']') AS [o]
                WHERE EXISTS (
                    SELECT 1
                    FROM OPENJSON(CASE
                        WHEN [o].[type] = 5 THEN [o].[value]
                    END) AS [o0]
                    WHERE [o0].[key] = @p0)) AND (
                SELECT MAX([o1].[value] COLLATE Latin1_General_100_BIN2)
                FROM OPENJSON(CASE
                    WHEN ISJSON(CAST([n].[body] AS nvarchar(max))) = 1 THEN CAST([n].[body] AS nvarchar(max))
                END) AS [o1]
                WHERE [o1].[key] = @p1) = @p2
            ORDER BY [n].[id]
            """,
            await StatementAsync("{ notes(where:{body:{hasKey:\"k\", path:{path:\"a\", value:{eq:\"x\"}}}}) { id } }"));
    }

    [Fact]
    public async Task What_the_database_has_not_is_an_error_of_the_filter()
    {
        var (graph, _) = Make();
        await using (graph)
        {
            Assert.Contains("The database of this field has no regular expressions.", await graph.RunAsync("{ plugins(where:{name:{iregex:\"x\"}}) { nodes { name } } }"));
        }
    }

    private static async Task<string> StatementAsync(string document, string? cursorOf = null)
    {
        var (graph, log) = Make();
        await using (graph)
        {
            if (cursorOf is not null) document = document.Replace("CURSOR", await CursorAsync(cursorOf));
            await graph.RunAsync(document);
            return Assert.Single(log.Texts).ReplaceLineEndings("\n");
        }
    }

    /// <summary>Cursors are the same on both databases.</summary>
    private static async Task<string> CursorAsync(string order)
    {
        await using var graph = await Graph.OnPostgresAsync();
        return (await graph.DataAsync("{ plugins(first:1, order:{" + order + "}) { pageInfo { endCursor } } }")).GetProperty("plugins").GetProperty("pageInfo").GetProperty("endCursor").GetString()!;
    }

    private static (Graph, SuppressedStatements) Make()
    {
        var log = new SuppressedStatements();
        return (Graph.On(
            services => services.AddDbContext<PluginDb>(o => o.UseSqlServer("Server=nowhere").AddInterceptors(log, new SuppressedConnections()).UseDocumentQueries()),
            g => g.AddExtendedFiltering()), log);
    }
}
