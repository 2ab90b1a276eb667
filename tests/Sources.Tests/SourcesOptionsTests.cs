using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Providers.GitHub;

namespace GraphQLPlugins.Sources.Tests;

public sealed class SourcesOptionsTests
{
    [Fact]
    [Trait("Line", "R3")]
    public void A_source_that_is_not_begun_is_no_problem() => Assert.Empty(new SourcesOptions().Problems());

    [Theory]
    [Trait("Line", "R3")]
    [InlineData(null, "id", null, null, "Sources:GitHub:ClientSecret is missing; Sources:GitHub:ClientId needs it.")]
    [InlineData(null, null, "secret", null, "Sources:GitHub:ClientId is missing; set it with Sources:GitHub:ClientSecret, or Sources:GitHub:Token alone.")]
    [InlineData(null, "id", "secret", "token", "Sources:GitHub:Token and Sources:GitHub:ClientId are both set; set the token for one account that all share, or the client for accounts of one's own.")]
    [InlineData("https://git.example.org", null, null, null, "Sources:GitHub:ClientId is missing; set it with Sources:GitHub:ClientSecret, or Sources:GitHub:Token alone.")]
    public void A_source_that_is_begun_must_be_complete(string? url, string? id, string? secret, string? token, string problem)
    {
        var options = new SourcesOptions { GitHub = new GitHubOptions { Url = url is null ? null : new Uri(url), ClientId = id, ClientSecret = secret, Token = token } };

        Assert.Contains(problem, options.Problems());
    }

    [Theory]
    [Trait("Line", "R14")]
    [InlineData("helper", null, "Sources:GitHub:BotToken is missing; Sources:GitHub:Bot needs it.")]
    [InlineData(null, "secret", "Sources:GitHub:Bot is missing; Sources:GitHub:BotToken needs it.")]
    [InlineData("a/b", "secret", "Sources:GitHub:Bot is \"a/b\"; it must be the name of an account.")]
    public void An_account_that_copies_needs_name_and_token(string? bot, string? token, string problem) =>
        Assert.Equal([problem], new SourcesOptions { GitHub = new GitHubOptions { Token = "t", Bot = bot, BotToken = token } }.Problems());

    [Fact]
    [Trait("Line", "R3")]
    public void A_server_of_ones_own_needs_an_address()
    {
        var options = new SourcesOptions { Gitea = new VendorOptions { Token = "t" }, Bitbucket = new VendorOptions { Token = "t" } };

        Assert.Equal(["Sources:Bitbucket:Url is missing; it is the address of your own server, such as https://git.example.org.", "Sources:Gitea:Url is missing; it is the address of your own server, such as https://git.example.org."], options.Problems());
    }
}
