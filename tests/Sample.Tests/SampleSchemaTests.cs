using System.Text;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Sample.Data;

namespace GraphQLPlugins.Sample.Tests;

public sealed class SampleSchemaTests
{
    [Fact]
    public async Task The_samples_classes_give_the_samples_schema_to_the_byte()
    {
        var services = new ServiceCollection();
        services.AddDbContextPool<PluginDb>(o => o.UseNpgsql("Host=localhost"));

        var schema = await services.AddGraphQL()
            .AddTypes()
            .AddGlobalObjectIdentification()
            .AddMutationConventions()
            .AddProjections()
            .AddFiltering()
            .AddSorting()
            .AddPagingArguments()
            .AddInMemorySubscriptions()
            .AddCostAnalyzer()
            .ModifyOptions(o => { o.EnableDefer = true; o.EnableStream = true; })
            .BuildSchemaAsync();

        var expected = File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "schema.graphql"), Encoding.UTF8);
        Assert.Equal(expected, SdlPrinter.Print(schema));
    }
}
