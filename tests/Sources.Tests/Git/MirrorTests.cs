using System.Text;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Git;
using Microsoft.Extensions.DependencyInjection;
using Path = System.IO.Path;

namespace GraphQLPlugins.Sources.Tests.Git;

public sealed class MirrorTests : IAsyncLifetime
{
    private static readonly CloneCredentials Nobody = new(null, null);
    private readonly SampleRepository _sample = new();
    private readonly Guid _id = Guid.CreateVersion7();
    private string _folder = "";
    private GitHttpServer _server = null!;
    private ModuleHost _host = null!;

    private Mirrors Mirrors => _host.Services.GetRequiredService<Mirrors>();

    private string Url => _server.Url + _sample.Name;

    public async Task InitializeAsync()
    {
        _folder = Path.Combine(_sample.Root, "mirrors");
        _server = await GitHttpServer.StartAsync(_sample.Root);
        _host = await SourcesHost.StartAsync(("Sources:Mirrors:Directory", _folder));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _server.DisposeAsync();
        _sample.Dispose();
    }

    [Fact]
    [Trait("Line", "R10")]
    public async Task A_copy_holds_branches_and_tags_and_follows_what_comes_changes_and_goes()
    {
        var first = _sample.Commit("main", "First", ("readme.md", "one"));
        var other = _sample.Commit("topic/a", "Other", ("other.md", "x"));
        _sample.Tag("v1", first);
        _sample.Tag("v1.1", first, "With a message");

        var made = await UpdateAsync();

        Assert.True(made.IsNew);
        Assert.Empty(made.Before);
        Assert.Equal([("refs/heads/main", first), ("refs/heads/topic/a", other), ("refs/tags/v1", first), ("refs/tags/v1.1", first)], made.After.Select(r => (r.Key, r.Value)));

        var second = _sample.Commit("main", "Second", ("readme.md", "two"));
        _sample.Run(null, "update-ref", "-d", "refs/heads/topic/a");
        _sample.Run(null, "update-ref", "-d", "refs/tags/v1");
        var third = _sample.Commit("topic", "A name that was a folder", ("a", "b"));
        var fetched = await UpdateAsync();

        Assert.False(fetched.IsNew);
        Assert.Equal(made.After, fetched.Before);
        Assert.Equal([("refs/heads/main", second), ("refs/heads/topic", third), ("refs/tags/v1.1", first)], fetched.After.Select(r => (r.Key, r.Value)));
        Assert.Equal([$"{_id:N}.git", "locks"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Line", "R15")]
    public async Task Files_changes_contents_and_commits_are_read()
    {
        var first = _sample.Commit("main", "First\n\nWith a body", ("readme.md", "one"), (".hidden/x", "dot"), ("src/a b.cs", "a"), ("gone", "soon"));
        var second = _sample.Commit("main", "Second", ("readme.md", "two"), (".hidden/x", "dot"), ("src/a b.cs", "a"), ("new", "n"));
        await UpdateAsync();
        var mirror = Open();

        Assert.Equal(second, await mirror.ResolveAsync(null, default));
        Assert.Equal((second, second, first, null), (await mirror.ResolveAsync("main", default), await mirror.ResolveAsync(second, default), await mirror.ResolveAsync(first[..8], default), await mirror.ResolveAsync("none", default)));
        Assert.Equal("main", await mirror.DefaultBranchAsync(default));
        Assert.Equal([(".hidden/x", 3L), ("new", 1L), ("readme.md", 3L), ("src/a b.cs", 1L)], (await ListAsync(mirror.FilesAsync(second, default))).Select(f => (f.Path, f.Size!.Value)));
        Assert.Equal([("gone", GitChangeKind.Deleted), ("new", GitChangeKind.Added), ("readme.md", GitChangeKind.Modified)], (await ListAsync(mirror.DiffAsync(first, second, default))).Select(c => (c.Path, c.Kind)));
        Assert.Equal([".hidden/x", "gone", "readme.md", "src/a b.cs"], (await ListAsync(mirror.DiffAsync(null, first, default))).Select(c => c.Path));
        var file = await mirror.FindFileAsync(first, "src/a b.cs", default);
        Assert.Equal("a", Encoding.UTF8.GetString((await mirror.ReadAsync(file!.ObjectId, 1, default))!));
        Assert.Null(await mirror.ReadAsync((await mirror.FindFileAsync(second, "readme.md", default))!.ObjectId, 2, default));
        Assert.Null(await mirror.FindFileAsync(first, "src", default));
        Assert.Equal(
            [new GitCommit(second, [], "Ada Lovelace", "ada@example.com", Time(1), Time(1), "Second"), new GitCommit(first, [], "Ada Lovelace", "ada@example.com", Time(0), Time(0), "First\n\nWith a body")],
            (await mirror.CommitsAsync(second, null, 0, 10, default)).Select(c => c with { ParentIds = [] }));
        Assert.Equal([first], (await mirror.CommitsAsync(second, "gone", 1, 10, default)).Select(c => c.Id));

        static DateTimeOffset Time(int second) => new(2026, 1, 2, 3, 0, second, TimeSpan.Zero);
    }

    private Task<MirrorUpdate> UpdateAsync(CloneCredentials? credentials = null) => Mirrors.UpdateAsync(_id, Url, null, credentials ?? Nobody, default);

    private Mirror Open() => new(_host.Services.GetRequiredService<GitProgram>(), _host.Services.GetRequiredService<MirrorFolder>().PathOf(_id), new MirrorOptions());

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items) list.Add(item);
        return list;
    }
}
