using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.Types.Relay;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Sample;

/// <summary>A shelf of five items: a node with a connection.</summary>
public sealed class RelayQuery
{
    public Shelf GetShelf() => new();
}

[Node]
public sealed class Shelf
{
    public int Id => 1;

    [UsePaging]
    public IEnumerable<Item> GetItems() => Enumerable.Range(1, 5).Select(id => new Item(id, $"Item {id}"));

    public static Shelf? Get(int id) => id == 1 ? new Shelf() : null;
}

[Node]
public sealed record Item(int Id, string Name)
{
    public static Item? Get(int id) => id is >= 1 and <= 5 ? new Item(id, $"Item {id}") : null;
}
