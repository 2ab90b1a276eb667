namespace GraphQLPlugins.Sample.Tests;

public sealed class SampleSchemaTests
{
    private static readonly string Recorded = System.IO.Path.Combine(AppContext.BaseDirectory, "schema.graphql");

    [Fact]
    public async Task The_exported_file_is_the_recorded_one_to_the_byte()
    {
        await using var host = await SampleHost.StartAsync();
        var file = System.IO.Path.GetTempFileName();
        try
        {
            Assert.Equal(0, await host.RunCommandAsync("schema", "export", "--output", file));

            Assert.Equal(await File.ReadAllBytesAsync(Recorded), await File.ReadAllBytesAsync(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("/graphql?sdl")]
    [InlineData("/graphql/schema.graphql")]
    public async Task The_download_is_the_recorded_file_without_its_byte_order_mark(string target)
    {
        await using var host = await SampleHost.StartAsync();

        var downloaded = await host.Client.GetByteArrayAsync(target);

        Assert.Equal((await File.ReadAllBytesAsync(Recorded))[3..], downloaded);
    }
}
