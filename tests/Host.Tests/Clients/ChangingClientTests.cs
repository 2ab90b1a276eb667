namespace GraphQLPlugins.Host.Tests.Clients;

/// <summary>Published clients that change something, each on a host of its own.</summary>
public sealed class ChangingClientTests
{
    [NodeFact]
    public Task Apollo_Client_pages_changes_uploads_and_hears_of_it() => RunAsync((url, token) => NodeClient.PassesAsync("host/apollo.mjs", url, token));

    /// <summary>The screenshot is an artefact of the test run.</summary>
    [BrowserFact]
    public async Task A_person_in_the_ide_reads_changes_with_a_token_and_watches_others()
    {
        var screenshot = Path.Combine(Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts")).FullName, "ide.png");
        await RunAsync((url, token) => NodeClient.PassesAsync("host/graphiql.mjs", url, token, Browser.Program, screenshot));
    }

    private static async Task RunAsync(Func<string, string, Task> run)
    {
        await using var data = new DataDirectory();
        await using var host = await HostProcess.StartAsync(data.Path, ["--set", "Catalog:LoadDemo=true"]);
        await run(new Uri(host.Http.BaseAddress!, "graphql").ToString(), await data.TokenAsync());
    }
}
