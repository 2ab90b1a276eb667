using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Kernel.Tests.Storage;

public sealed class JoinedWritesTests
{
    private const string AddToOne = "INSERT INTO a.one (id, n) VALUES ($1, $2)";
    private const string ChangeTwo = "UPDATE a.two SET n = $2 WHERE id = $1";
    private const string AddToThree = "INSERT INTO a.three (id, json) VALUES ($1, $2::text::jsonb)";
    private const string ChangeOne = "UPDATE a.one SET n = $1 WHERE id = $2";
    private const string CopyToTwo = "INSERT INTO a.two (id) SELECT id FROM a.one WHERE n = $1";

    [Fact]
    public void Rows_of_different_tables_become_one_statement()
    {
        Assert.Equal(
            [("WITH w0 AS (INSERT INTO a.one (id, n) VALUES ($1, $2)),\nw1 AS (UPDATE a.two SET n = $4 WHERE id = $3)\nINSERT INTO a.three (id, json) VALUES ($5, $6::text::jsonb)", "1 2 3 4 5 6")],
            Joined((AddToOne, [1, 2]), (ChangeTwo, [3, 4]), (AddToThree, [5, 6])));
    }

    [Fact]
    public void What_one_table_gets_before_stays_in_front()
    {
        Assert.Equal(
            [(AddToOne, "1 2"), ("WITH w0 AS (UPDATE a.two SET n = $2 WHERE id = $1)\nUPDATE a.one SET n = $3 WHERE id = $4", "3 4 5 6")],
            Joined((AddToOne, [1, 2]), (ChangeTwo, [3, 4]), (ChangeOne, [5, 6])));
    }

    [Fact]
    public void What_reads_other_rows_stays_alone_and_so_does_what_comes_before()
    {
        Assert.Equal([(AddToOne, "1 2"), (CopyToTwo, "3")], Joined((AddToOne, [1, 2]), (CopyToTwo, [3])));
        Assert.Equal([(AddToOne, "1 2"), (CopyToTwo, "3"), (ChangeOne, "4 5")], Joined((AddToOne, [1, 2]), (CopyToTwo, [3]), (ChangeOne, [4, 5])));
    }

    [Fact]
    public void One_statement_stays_as_it_is()
    {
        Assert.Equal([(AddToOne, "1 2")], Joined((AddToOne, [1, 2])));
        Assert.Equal([], Joined());
    }

    private static IEnumerable<(string, string)> Joined(params (string Text, object?[] Values)[] written)
    {
        var statements = written.ToList();
        JoinedWrites.Join(statements);
        return statements.Select(statement => (statement.Text, string.Join(' ', statement.Values)));
    }
}
