using System.Net;
using System.Text;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Tests.Vendors;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Sources.Tests.Providers;

/// <summary>What every provider with a REST API must do, against a server that speaks the vendor's protocol.</summary>
public abstract class ProviderConformance<TServer> : IAsyncLifetime where TServer : VendorServer, new()
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly HookTarget Hook = new("https://plugins.example.org/hooks/sources/x/tttt", "s3cr3t", null);
    private EgressGuard _egress = null!;

    protected TServer Server { get; private set; } = null!;

    internal ISourceProvider Provider { get; private set; } = null!;

    private SourceAccess Access => Provider.SharedAccess!;

    internal abstract ISourceProvider Create(Uri url, EgressGuard egress, TimeProvider clock);

    /// <summary>A delivery with its secret, as the vendor's documentation shows it or as its algorithm makes it.</summary>
    protected abstract (HookDelivery Delivery, string Secret, HookReading Expected) Example();

    public async Task InitializeAsync()
    {
        Server = await VendorServer.StartAsync<TServer>();
        var options = new EgressOptions { Timeout = TimeSpan.FromSeconds(2) };
        options.AllowedNetworks.Add("127.0.0.0/8");
        _egress = new EgressGuard(Microsoft.Extensions.Options.Options.Create(options));
        Provider = Create(Server.Url, _egress, new FixedClock(Now));
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        _egress.Dispose();
    }

    [Fact]
    public async Task The_account_of_an_access_has_a_name() => Assert.Equal("ada", await Provider.AccountAsync(Access, default));

    [Fact]
    [Trait("Line", "R14")]
    public async Task A_thousand_repositories_take_no_more_calls_than_pages()
    {
        Server.Fill(1000);
        var listed = await ListAsync();

        Assert.Equal(Server.Repositories.Select(r => r.Id).Order(), listed.Select(r => r.RepoId).Order());
        Assert.True(Server.Requests.Count <= (1000 + Server.PageSize - 1) / Server.PageSize + ExtraListCalls, $"{Server.Requests.Count} calls");
    }

    /// <summary>Calls that come before the first page.</summary>
    protected virtual int ExtraListCalls => 0;

    [Fact]
    [Trait("Line", "R5")]
    public async Task A_repository_is_told_with_its_address_branch_and_visibility()
    {
        var expected = Server.Make(1);
        Server.Repositories.Add(expected);

        var listed = Assert.Single(await ListAsync());
        var found = await Provider.FindAsync(Access, expected.Id, default);

        Assert.Equal((Provider.Info.Name, expected.Id, Server.CloneUrl(expected), "main", true), (listed.Provider, listed.RepoId, listed.CloneUrl, listed.DefaultBranch, listed.Private));
        Assert.Equal(listed with { Extra = null }, found! with { Extra = null });
    }

    [Fact]
    [Trait("Line", "R7")]
    public async Task A_repository_that_the_account_may_not_administer_is_not_its_own()
    {
        var others = Server.Make(1) with { IsAdministered = false };
        Server.Repositories.Add(others);

        Assert.Null(await Provider.FindAsync(Access, others.Id, default));
        Assert.Null(await Provider.FindAsync(Access, Server.Make(2).Id, default));
    }

    [Theory]
    [InlineData("../../admin/users")]
    [InlineData("ada/../eve/repo")]
    [InlineData("-oProxyCommand=x/repo")]
    [InlineData("ada/-repo")]
    [InlineData("ada%2F..%2Feve")]
    [InlineData("ext::sh -c id")]
    [InlineData("file:///etc/passwd")]
    [InlineData("1?x=1")]
    [InlineData("")]
    public async Task An_id_that_cannot_be_one_is_not_asked_for(string repoId)
    {
        Assert.Null(await Provider.FindAsync(Access, repoId, default));
        Assert.Empty(Server.Requests);
    }

    [Fact]
    [Trait("Line", "R14")]
    [Trait("Line", "1F.6")]
    public async Task A_hook_is_registered_once_with_its_secret_and_with_tls_checked()
    {
        var repository = Server.Make(1);
        Server.Repositories.Add(repository);

        var id = await Provider.ActivateAsync(Access, repository.Id, Hook, default);
        var again = await Provider.ActivateAsync(Access, repository.Id, Hook with { Secret = "n3w" }, default);

        var hook = Assert.Single(Server.Hooks);
        Assert.Equal((id, hook.Id), (again, id));
        Assert.Equal((repository.Id, Hook.Url, "n3w", true), (hook.RepoId, hook.Url, hook.Secret, hook.ChecksTls));
    }

    [Fact]
    [Trait("Line", "R8")]
    public async Task A_hook_is_removed_by_its_id_or_by_its_address_and_once_more_is_no_error()
    {
        var repository = Server.Make(1);
        Server.Repositories.Add(repository);
        var id = await Provider.ActivateAsync(Access, repository.Id, Hook, default);
        await Provider.DeactivateAsync(Access, repository.Id, Hook with { RemoteId = id }, default);
        Assert.Empty(Server.Hooks);

        await Provider.DeactivateAsync(Access, repository.Id, Hook with { RemoteId = id }, default);
        await Provider.ActivateAsync(Access, repository.Id, Hook, default);
        await Provider.DeactivateAsync(Access, repository.Id, Hook, default);
        Assert.Empty(Server.Hooks);
    }

    [Fact]
    [Trait("Line", "N7")]
    public async Task Wrong_credentials_are_told_as_such() =>
        Assert.Equal(401, (await Assert.ThrowsAsync<ProviderUnauthorizedException>(() => Provider.AccountAsync(Access with { Token = "wrong" }, default))).HttpStatus);

    [Fact]
    [Trait("Line", "N7")]
    public async Task A_limit_of_calls_is_told_with_its_end()
    {
        Answer(429, "Retry-After", "120");
        var limited = await Assert.ThrowsAsync<ProviderRateLimitedException>(() => Provider.AccountAsync(Access, default));

        Assert.Equal((Now.AddSeconds(120), true, 429), (limited.RetryAt, limited.Retryable, limited.HttpStatus));
    }

    [Fact]
    [Trait("Line", "N7")]
    public async Task A_host_that_is_out_of_order_may_be_asked_again()
    {
        Answer(502);
        Assert.True((await Assert.ThrowsAsync<ProviderUnreachableException>(() => Provider.AccountAsync(Access, default))).Retryable);

        Server.Trouble = http =>
        {
            http.Abort();
            return Task.CompletedTask;
        };
        await Assert.ThrowsAsync<ProviderUnreachableException>(() => Provider.AccountAsync(Access, default));
    }

    [Fact]
    [Trait("Line", "N7")]
    public async Task A_host_that_does_not_answer_in_time_is_told_as_such()
    {
        Server.Trouble = http => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Equal(504, (await Assert.ThrowsAsync<ProviderTimeoutException>(() => Provider.AccountAsync(Access, default))).HttpStatus);
    }

    [Theory]
    [InlineData("<html>maintenance</html>")]
    [InlineData("{\"half\":")]
    [InlineData("[]")]
    [InlineData("")]
    [Trait("Line", "N7")]
    public async Task An_answer_that_cannot_be_understood_is_told_as_such(string body)
    {
        Server.Trouble = http => http.Response.WriteAsync(body);
        await Assert.ThrowsAsync<ProviderBadResponseException>(() => Provider.AccountAsync(Access, default));
    }

    [Fact]
    [Trait("Line", "N7")]
    public async Task A_conflict_is_told_as_such()
    {
        Answer(409);
        Assert.Equal(409, (await Assert.ThrowsAsync<ProviderConflictException>(() => Provider.AccountAsync(Access, default))).HttpStatus);
    }

    [Fact]
    public async Task What_git_logs_in_with_shows_no_secret_as_text()
    {
        var credentials = await Provider.CloneCredentialsAsync(Access, "ada/repo", default);
        Assert.Equal(VendorServer.Token, credentials.Password);
        Assert.DoesNotContain(VendorServer.Token, $"{Access}{credentials}{Hook}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signed_delivery_is_authentic_and_read()
    {
        var (delivery, secret, expected) = Example();

        Assert.True(await Provider.IsAuthenticAsync(delivery, secret, default));
        var read = await Provider.ReadAsync(delivery, default);
        Assert.Equal((expected.EventType, expected.RepoId, expected.IsPing, expected.DeliveryId), (read.EventType, read.RepoId, read.IsPing, read.DeliveryId));
        Assert.Equal(expected.Branches, read.Branches);
        Assert.Equal(expected.Tags, read.Tags);
    }

    [Fact]
    [Trait("Line", "1F.6")]
    public async Task A_wrong_secret_no_signature_and_garbage_in_its_place_are_refused()
    {
        var (delivery, secret, _) = Example();

        Assert.False(await Provider.IsAuthenticAsync(delivery, secret + "x", default));
        Assert.False(await Provider.IsAuthenticAsync(delivery with { Headers = new HeaderDictionary() }, secret, default));
        var garbage = new HeaderDictionary();
        foreach (var (name, _) in delivery.Headers) garbage[name] = "sha256=zz";
        Assert.False(await Provider.IsAuthenticAsync(delivery with { Headers = garbage }, secret, default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"a\":")]
    public async Task A_body_of_another_form_is_refused(string body) =>
        await Assert.ThrowsAsync<FormatException>(async () => await Provider.ReadAsync(new HookDelivery(Example().Delivery.Headers, Encoding.UTF8.GetBytes(body)), default));

    protected void Answer(int status, params string[] headers) => Server.Trouble = http =>
    {
        http.Response.StatusCode = status;
        for (var i = 0; i < headers.Length; i += 2) http.Response.Headers[headers[i]] = headers[i + 1];
        return Task.CompletedTask;
    };

    protected async Task<List<RemoteRepository>> ListAsync()
    {
        var list = new List<RemoteRepository>();
        await foreach (var repository in Provider.RepositoriesAsync(Access, null, default)) list.Add(repository);
        return list;
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
