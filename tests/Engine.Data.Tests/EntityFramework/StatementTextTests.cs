using GraphQLPlugins.Engine.Data.EntityFramework;

namespace GraphQLPlugins.Engine.Data.Tests.EntityFramework;

public sealed class StatementTextTests
{
    private static readonly string[] Names = ["p0", "p1", "p10"];

    [Theory]
    [InlineData("WHERE a = @p0 AND b > @p10", "WHERE a = $1 AND b > $3")]
    [InlineData("WHERE a @> ARRAY[@p0] AND a @@ b", "WHERE a @> ARRAY[$1] AND a @@ b")]
    [InlineData("WHERE a = '@p0''@p1' AND \"@p0\" = @p1", "WHERE a = '@p0''@p1' AND \"@p0\" = $2")]
    [InlineData("WHERE a = E'\\'@p0' AND b = @p0", "WHERE a = E'\\'@p0' AND b = $1")]
    [InlineData("-- it's @p0\nSELECT @p0", "-- it's @p0\nSELECT $1")]
    public void Parameters_get_numbers_where_they_are_parameters(string text, string expected) => Assert.Equal(expected, StatementText.Number(text, Names));

    [Theory]
    [InlineData("SELECT @other")]
    [InlineData("SELECT $1, @p0")]
    [InlineData("SELECT /* @p0 */ @p0")]
    [InlineData("SELECT 'open")]
    public void A_text_that_is_not_understood_keeps_its_names(string text) => Assert.Null(StatementText.Number(text, Names));
}
