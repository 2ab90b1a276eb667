using GraphQLPlugins.Engine.AspNetCore.Commands;
using GraphQLPlugins.Engine.AspNetCore.Tests.Sample;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Commands;

public sealed class SchemaCommandsTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("schema").FullName;
    private TestApp _app = null!;

    public async Task InitializeAsync() => _app = await TestApp.StartAsync();

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Export_prints_the_schema_or_writes_it_with_a_byte_order_mark()
    {
        var (code, output, _) = await RunAsync("export");
        Assert.Equal(0, code);
        Assert.StartsWith("schema {\n  query: Query\n", output, StringComparison.Ordinal);
        var file = System.IO.Path.Combine(_folder, "schema.graphql");
        Assert.Equal((0, "", ""), await RunAsync("export", "--output", file));
        var bytes = await File.ReadAllBytesAsync(file);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal(output.TrimEnd('\r', '\n'), System.Text.Encoding.UTF8.GetString(bytes.AsSpan(3)));
    }

    [Fact]
    public async Task Validate_names_each_fault_of_each_document()
    {
        Assert.Equal((0, "The schema is valid.\n", ""), await RunAsync("validate"));
        await File.WriteAllTextAsync(System.IO.Path.Combine(_folder, "a.graphql"), "{ addTwo(a: 1) }");
        Assert.Equal((0, "The schema is valid, and so are 1 documents.\n", ""), await RunAsync("validate", "--operations", _folder));
        await File.WriteAllTextAsync(System.IO.Path.Combine(_folder, "b.graphql"), "{ nope }");
        await File.WriteAllTextAsync(System.IO.Path.Combine(_folder, "c.graphql"), "{");
        Assert.Equal(
            (1, "2 faults.\n",
                "b.graphql(1,3): The field `nope` does not exist on the type `Query`.\nc.graphql(1,2): Expected a `RightBrace`-token, but found a `EndOfFile`-token.\n"),
            await RunAsync("validate", "--operations", _folder));
    }

    [Fact]
    public async Task Diff_fails_when_a_change_breaks_clients()
    {
        var file = System.IO.Path.Combine(_folder, "old.graphql");
        await RunAsync("export", "--output", file);
        Assert.Equal((0, "No changes.\n", ""), await RunAsync("diff", file));
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, text.Replace("type PluginVersion {", "type PluginVersion {\n  gone: Int"));
        Assert.Equal((1, "breaking  PluginVersion.gone was removed\n", ""), await RunAsync("diff", file));
        await File.WriteAllTextAsync(file, text.Replace("\n  whoAmI: String", ""));
        Assert.Equal((0, "safe      Query.whoAmI was added\n", ""), await RunAsync("diff", file));
    }

    [Theory]
    [InlineData]
    [InlineData("print")]
    [InlineData("diff")]
    [InlineData("export", "--outputs", "x")]
    public async Task A_wrong_command_line_is_explained(params string[] arguments)
    {
        var (code, output, error) = await RunAsync(arguments);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("schema export", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_an_error() => Assert.Equal(1, (await RunAsync("diff", System.IO.Path.Combine(_folder, "none"))).Code);

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        var code = await SchemaCommands.RunAsync(_app.Services, ["schema", .. arguments], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
