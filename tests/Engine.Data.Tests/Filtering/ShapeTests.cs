using GraphQLPlugins.Engine.Data.Filters;
using GraphQLPlugins.Engine.Data.Tests.Sample;
using GraphQLPlugins.Engine.DataLoading.Data;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.Types.Pagination;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Data.Tests.Filtering;

/// <summary>What was compiled for one filter is not used for another.</summary>
public sealed class ShapeTests
{
    public sealed class ProviderFilterType : FilterInputType<Plugin>
    {
        protected override void Configure(IFilterInputTypeDescriptor<Plugin> descriptor) => descriptor.BindFieldsExplicitly().Field(p => p.Provider);
    }

    public sealed class ImageFilterType : FilterInputType<Plugin>
    {
        protected override void Configure(IFilterInputTypeDescriptor<Plugin> descriptor) => descriptor.BindFieldsExplicitly().Field(p => p.Image);
    }

    [QueryType]
    public static class Shelves
    {
        [UsePaging(IncludeTotalCount = true, ConnectionName = "Shelf")]
        [UseFiltering<ProviderFilterType>]
        public static Task<Connection<Plugin>> GetByProviderAsync(PagingArguments paging, QueryContext<Plugin> query, PluginDb db, CancellationToken ct) => Page(paging, query, db, ct);

        [UsePaging(IncludeTotalCount = true, ConnectionName = "Shelf")]
        [UseFiltering<ImageFilterType>]
        public static Task<Connection<Plugin>> GetByImageAsync(PagingArguments paging, QueryContext<Plugin> query, PluginDb db, CancellationToken ct) => Page(paging, query, db, ct);

        private static async Task<Connection<Plugin>> Page(PagingArguments paging, QueryContext<Plugin> query, PluginDb db, CancellationToken ct) =>
            await db.Plugins.AsNoTracking().With(query, s => s.AddAscending(p => p.Id)).ToPageAsync(paging, ct).ToConnectionAsync();
    }

    [Theory]
    [InlineData("{name:{and:[{},{}]}}", 120, "{name:{and:[{icontains:\"0001\"}]}}", 11)]
    [InlineData("{name:{and:[{icontains:\"0001\"}]}}", 11, "{name:{and:[{},{}]}}", 120)]
    public async Task Two_empty_alternatives_are_no_operation(string first, int firstCount, string second, int secondCount)
    {
        await using var graph = await Graph.OnPostgresAsync(g => g.AddExtendedFiltering());
        foreach (var field in new[] { "somePlugins", "pluginsInMemory" })
        {
            Assert.Equal(firstCount, (await graph.DataAsync($"{{ {field}(where:{first}) {{ id }} }}")).GetProperty(field).GetArrayLength());
            Assert.Equal(secondCount, (await graph.DataAsync($"{{ {field}(where:{second}) {{ id }} }}")).GetProperty(field).GetArrayLength());
        }
    }

    [Fact]
    public async Task Fields_of_the_same_place_in_two_inputs_are_not_one()
    {
        await using var graph = await Graph.OnPostgresAsync(g => g.AddTypes(typeof(Shelves)));
        Assert.Equal(
            """{"byProvider":{"totalCount":1000},"byImage":{"totalCount":0}}""",
            (await graph.DataAsync("""{ byProvider(where:{provider:{eq:"aws"}}) { totalCount } byImage(where:{image:{eq:"aws"}}) { totalCount } }""")).GetRawText());
    }
}
