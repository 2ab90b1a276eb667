using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Kernel.Tests.Storage;

public sealed class OrderedIdTests
{
    [Fact]
    public void Ids_of_one_millisecond_ascend_as_text()
    {
        var at = DateTimeOffset.UtcNow;

        var ids = Enumerable.Range(0, 10_000).Select(_ => OrderedId.Next(at)).ToArray();

        Assert.Equal(ids.Select(id => id.ToString()).Order(StringComparer.Ordinal), ids.Select(id => id.ToString()));
        Assert.Equal(10_000, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal((7, 0x8), (id.Version, id.Variant & 0xC)));
    }

    [Fact]
    public void A_clock_that_goes_back_does_not_take_the_ids_along()
    {
        var at = DateTimeOffset.UtcNow.AddMinutes(1);

        var first = OrderedId.Next(at);
        var second = OrderedId.Next(at.AddMinutes(-5));

        Assert.True(string.CompareOrdinal(first.ToString(), second.ToString()) < 0);
    }
}
