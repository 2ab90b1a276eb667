using GraphQLPlugins.Engine.CostAnalysis.Types;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Binding;

public sealed class SchemaOptionsTests
{
    [Fact]
    public async Task Fields_are_sorted_by_name()
    {
        var sdl = await Graph.SdlAsync(b => b.AddQueryType<Query>().ModifyOptions(o => o.SortFieldsByName = true), "Query", "AskInput");

        Assert.Equal(
            """
            type Query {
              animal: IAnimal!
              beta(ask: AskInput): Int!
            }

            input AskInput {
              a: Int!
              z: Int!
            }
            """, sdl);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Types_that_no_operation_meets_are_removed(bool remove, bool isThere)
    {
        var schema = await Graph.SchemaAsync(b => b.AddQueryType<Query>().AddTypes(typeof(Cat), typeof(Lost)).ModifyOptions(o => o.RemoveUnreachableTypes = remove));

        Assert.Equal(isThere, schema.FindType("Lost") is not null);
        Assert.Equal(isThere, schema.FindType("UUID") is not null);
        Assert.IsType<ObjectType>(schema.FindType("Cat"));
        Assert.IsType<InputObjectType>(schema.FindType("AskInput"));
    }

    [Fact]
    public async Task Interfaces_lose_their_letter_by_option()
    {
        var schema = await Graph.SchemaAsync(b => b.AddQueryType<Query>().AddTypes(typeof(Cat)).ModifyOptions(o => o.StripLeadingIFromInterface = true));

        Assert.Equal("Animal!", schema.QueryType.FindField("animal")!.Type.ToString());
    }

    [Fact]
    public async Task Tags_are_printed_unless_they_are_off()
    {
        var on = SdlPrinter.Print(await Graph.SchemaAsync(b => b.AddQueryType<Tagged>()));
        var off = SdlPrinter.Print(await Graph.SchemaAsync(b => b.AddQueryType<Tagged>().ModifyOptions(o => o.EnableTag = false)));

        Assert.Contains("value: Int! @tag(name: \"x\")", on, StringComparison.Ordinal);
        Assert.Contains("directive @tag(", on, StringComparison.Ordinal);
        Assert.DoesNotContain("@tag", off, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Default_costs_follow_the_analysers_options()
    {
        var on = await Graph.SdlAsync(b => b.AddQueryType<Costly>().AddCostAnalyzer(), "Costly");
        var five = await Graph.SdlAsync(b => b.AddQueryType<Costly>().ModifyCostOptions(o => o.DefaultResolverCost = 5), "Costly");
        var off = await Graph.SdlAsync(b => b.AddQueryType<Costly>(), "Costly");

        Assert.Equal("type Costly {\n  load: Int! @cost(weight: \"10\")\n  own: Int! @cost(weight: \"3.5\")\n  plain: Int!\n}", on);
        Assert.Equal("type Costly {\n  load: Int! @cost(weight: \"5\")\n  own: Int! @cost(weight: \"3.5\")\n  plain: Int!\n}", five);
        Assert.Equal("type Costly {\n  load: Int!\n  own: Int! @cost(weight: \"3.5\")\n  plain: Int!\n}", off);
    }

    public sealed class Query
    {
        public int GetBeta(Ask? ask) => ask?.A ?? 0;
        public IAnimal Animal => new Cat("x");
    }

    public sealed record Ask(int Z, int A);

    public interface IAnimal
    {
        string Name { get; }
    }

    public sealed record Cat(string Name) : IAnimal;

    public sealed record Lost(Guid Id);

    public sealed class Tagged
    {
        [Tag("x")]
        public int Value => 1;
    }

    public sealed class Costly
    {
        public Task<int> LoadAsync() => Task.FromResult(1);

        [Cost(3.5)]
        public int Own() => 1;

        public int Plain() => 1;
    }
}
