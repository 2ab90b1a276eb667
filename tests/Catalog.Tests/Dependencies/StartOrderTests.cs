using GraphQLPlugins.Catalog.Dependencies;

namespace GraphQLPlugins.Catalog.Tests.Dependencies;

public sealed class StartOrderTests
{
    [Trait("Line", "G48")]
    [Trait("Line", "G49")]
    [Theory]
    [InlineData("b a c", "a b c")]
    [InlineData("B a _", "B _ a")]
    [InlineData("a>b b>c c", "c b a")]
    [InlineData("a>z z b:5 c:5", "b c z a")]
    [InlineData("a:9>z z b", "b z a")]
    [InlineData("a>z z:9 b", "z a b")]
    [InlineData("a?z z", "z a")]
    [InlineData("a?z z?a", "a z")]
    [InlineData("a?z z>a", "a z")]
    [InlineData("a>gone b?gone", "a b")]
    [InlineData("a?a", "a")]
    [InlineData("a>b>b b", "b a")]
    public void What_a_plugin_needs_starts_first_then_priority_then_name(string plugins, string order) => Assert.Equal(order, Order(plugins));

    [Trait("Line", "G49")]
    [Theory]
    [InlineData("a>b b>a c", "a b a")]
    [InlineData("a>b b>c c>d d>b", "b c d b")]
    [InlineData("a>a", "a a")]
    public void A_ring_is_an_error_that_names_it(string plugins, string cycle) =>
        Assert.Equal(cycle, string.Join(' ', Assert.Throws<DependencyCycleException>(() => Order(plugins)).Cycle));

    /// <summary><c>name:priority&gt;needed?useful</c>.</summary>
    private static string Order(string plugins)
    {
        var items = plugins.Split(' ').Select(Parse).ToList();
        return string.Join(' ', StartOrder.Of(items, item => item.Name, item => item.Priority, item => item.Needs).Select(item => item.Name));
    }

    private static Item Parse(string text)
    {
        var at = text.IndexOfAny(['>', '?']);
        var (head, tail) = at < 0 ? (text, "") : (text[..at], text[at..]);
        var needs = tail.Replace(">", " >").Replace("?", " ?").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => new GraphDependency(word[1..], VersionRange.Any, word[0] == '?'));
        return new Item(head.Split(':')[0], head.Contains(':') ? int.Parse(head.Split(':')[1]) : 0, [.. needs]);
    }

    private sealed record Item(string Name, int Priority, IReadOnlyList<GraphDependency> Needs);
}
