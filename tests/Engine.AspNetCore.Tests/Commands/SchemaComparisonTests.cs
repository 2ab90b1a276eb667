using GraphQLPlugins.Engine.AspNetCore.Commands;
using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Commands;

public sealed class SchemaComparisonTests
{
    [Theory]
    [InlineData("type A { a: Int }", "type A { a: Int }", null, false)]
    [InlineData("type A { a: Int } type B { b: Int }", "type A { a: Int }", "B was removed", true)]
    [InlineData("type A { a: Int }", "type A { a: Int } type B { b: Int }", "B was added", false)]
    [InlineData("type A { a: Int }", "input A { a: Int }", "A was a Object and is a InputObject", true)]
    [InlineData("type A { a: Int b: Int }", "type A { a: Int }", "A.b was removed", true)]
    [InlineData("type A { a: Int }", "type A { a: Int b: Int }", "A.b was added", false)]
    [InlineData("type A { a: Int }", "type A { a: Int! }", "A.a was Int and is Int!", false)]
    [InlineData("type A { a: Int! }", "type A { a: Int }", "A.a was Int! and is Int", true)]
    [InlineData("type A { a: [Int] }", "type A { a: [Int!]! }", "A.a was [Int] and is [Int!]!", false)]
    [InlineData("type A { a: Int }", "type A { a: Float }", "A.a was Int and is Float", true)]
    [InlineData("input A { a: Int! }", "input A { a: Int }", "A.a was Int! and is Int", false)]
    [InlineData("input A { a: Int }", "input A { a: Int! }", "A.a was Int and is Int!", true)]
    [InlineData("input A { a: Int }", "input A { a: Int b: Int! }", "A.b was added and is required", true)]
    [InlineData("input A { a: Int }", "input A { a: Int b: Int! = 1 }", "A.b was added", false)]
    [InlineData("type A { a(x: Int): Int }", "type A { a: Int }", "A.a(x:) was removed", true)]
    [InlineData("type A { a(x: Int = 1): Int }", "type A { a(x: Int = 2): Int }", "A.a(x:) had the default 1 and has 2", false)]
    [InlineData("enum A { X Y }", "enum A { X }", "A.Y was removed", true)]
    [InlineData("enum A { X }", "enum A { X Y }", "A.Y was added", false)]
    [InlineData("union A = B | C", "union A = B", "A no longer includes C", true)]
    [InlineData("type A implements I { a: Int }", "type A { a: Int }", "A no longer implements I", true)]
    [InlineData("directive @a(x: Int) on FIELD", "directive @a on FIELD", "@a(x:) was removed", true)]
    public void A_change_breaks_clients_or_it_does_not(string older, string newer, string? text, bool breaking)
    {
        var changes = SchemaComparison.Compare(Utf8GraphQLParser.Parse(older), Utf8GraphQLParser.Parse(newer));
        Assert.Equal(text is null ? [] : [new SchemaChange(breaking, text)], changes);
    }

    [Fact]
    public void Breaking_changes_come_first()
    {
        var changes = SchemaComparison.Compare(Utf8GraphQLParser.Parse("type A { a: Int z: Int }"), Utf8GraphQLParser.Parse("type A { a: Int b: Int }"));
        Assert.Equal(["A.z was removed", "A.b was added"], changes.Select(c => c.Text));
    }
}
