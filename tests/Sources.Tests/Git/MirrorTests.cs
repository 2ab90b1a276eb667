using System.Text;
using GraphQLPlugins.Sources.Git;
using GraphQLPlugins.Testing.Git;
using Path = System.IO.Path;

namespace GraphQLPlugins.Sources.Tests.Git;

public sealed class MirrorTests : IAsyncLifetime
{
    private MirrorHost _host = null!;
    private GitHttpServer _server = null!;

    private SampleRepository Sample => _host.Sample;

    public async Task InitializeAsync()
    {
        _host = MirrorHost.Start();
        _server = await GitHttpServer.StartAsync(_host.Sample.Root);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    [Trait("Line", "R10")]
    public async Task A_copy_holds_branches_and_tags_and_follows_what_comes_changes_and_goes()
    {
        var first = Sample.Commit("main", "First", ("readme.md", "one"));
        var other = Sample.Commit("topic/a", "Other", ("other.md", "x"));
        Sample.Tag("v1", first);
        Sample.Tag("v1.1", first, "With a message");

        var made = await UpdateAsync();

        Assert.True(made.IsNew);
        Assert.Empty(made.Before);
        Assert.Equal([("refs/heads/main", first), ("refs/heads/topic/a", other), ("refs/tags/v1", first), ("refs/tags/v1.1", first)], made.After.Select(r => (r.Key, r.Value)));

        var second = Sample.Commit("main", "Second", ("readme.md", "two"));
        Sample.Run(null, "update-ref", "-d", "refs/heads/topic/a");
        Sample.Run(null, "update-ref", "-d", "refs/tags/v1");
        var third = Sample.Commit("topic", "A name that was a folder", ("a", "b"));
        var fetched = await UpdateAsync();

        Assert.False(fetched.IsNew);
        Assert.Equal(made.After, fetched.Before);
        Assert.Equal([("refs/heads/main", second), ("refs/heads/topic", third), ("refs/tags/v1.1", first)], fetched.After.Select(r => (r.Key, r.Value)));
        Assert.Equal([$"{_host.Id:N}.git"], _host.Left());
    }

    [Fact]
    [Trait("Line", "R15")]
    public async Task Files_changes_contents_and_commits_are_read()
    {
        var first = Sample.Commit("main", "First\n\nWith a body", ("readme.md", "one"), (".hidden/x", "dot"), ("src/a b.cs", "a"), ("gone", "soon"));
        var second = Sample.Commit("main", "Second", ("readme.md", "two"), (".hidden/x", "dot"), ("src/a b.cs", "a"), ("new", "n"));
        await UpdateAsync();
        var mirror = _host.Open();

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

    [Fact]
    [Trait("Line", "R15")]
    public async Task Names_of_any_kind_are_read_and_links_are_followed_nowhere()
    {
        var text = Sample.Blob("text"u8.ToArray());
        var commit = Sample.CommitTree(
            "main", "Names",
            ("100644", "-rf"u8.ToArray(), text), ("100644", "a\nb\tc"u8.ToArray(), text), ("100644", "\"quoted\" 'x' $(y) `z`"u8.ToArray(), text), ("100644", "caf\u00e9"u8.ToArray(), text),
            ("100644", [(byte)'c', (byte)'a', (byte)'f', 0xE9], text), ("100644", [0xFF, 0xFE], text), ("100755", "run.sh"u8.ToArray(), text), ("100644", ":(glob)*"u8.ToArray(), text),
            ("120000", "link"u8.ToArray(), Sample.Blob("/etc/passwd"u8.ToArray())), ("120000", "up"u8.ToArray(), Sample.Blob("../../.."u8.ToArray())), ("160000", "module"u8.ToArray(), new string('1', 40)));
        await UpdateAsync();
        var mirror = _host.Open();

        var files = await ListAsync(mirror.FilesAsync(commit, default));
        Assert.Equal(
            ["\"quoted\" 'x' $(y) `z`", "-rf", ":(glob)*", "a\nb\tc", "caf\\xE9", "caf\u00e9", "link", "module", "run.sh", "up", "\\xFF\\xFE"], files.Select(f => f.Path).Order(StringComparer.Ordinal).OrderBy(p => p.StartsWith('\\')));
        Assert.Equal([("link", GitFileKind.Symlink), ("module", GitFileKind.Submodule), ("run.sh", GitFileKind.Executable), ("up", GitFileKind.Symlink)], files.Where(f => f.Kind is not GitFileKind.File).Select(f => (f.Path, f.Kind)).Order());
        foreach (var path in new[] { "-rf", "a\nb\tc", ":(glob)*", "\"quoted\" 'x' $(y) `z`" }) Assert.Equal(path, (await mirror.FindFileAsync(commit, path, default))?.Path);
        var link = await mirror.FindFileAsync(commit, "link", default);
        Assert.Equal("/etc/passwd", Encoding.UTF8.GetString((await mirror.ReadAsync(link!.ObjectId, 100, default))!));
        foreach (var outside in new[] { "../x", "/etc/passwd", "link/x", "", ".", "a//b", "up/etc" }) Assert.Null(await mirror.FindFileAsync(commit, outside, default));
    }

    [Theory]
    [InlineData("--output=/tmp/owned")]
    [InlineData(":/First")]
    [InlineData("main~1")]
    [InlineData("main@{1}")]
    [InlineData("HEAD^{tree}")]
    [InlineData("main..topic")]
    [InlineData("main\ninfo main")]
    [InlineData("")]
    [Trait("Line", "1F.6")]
    public async Task Only_names_and_ids_are_looked_up_and_no_expressions(string reference)
    {
        Sample.Commit("main", "First", ("a", "b"));
        Sample.Commit("main", "Second", ("a", "c"));
        await UpdateAsync();

        Assert.Null(await _host.Open().ResolveAsync(reference, default));
    }

    [Fact]
    public async Task A_repository_without_commits_is_copied_and_filled_later()
    {
        Assert.Empty((await UpdateAsync()).After);
        Assert.Null(await _host.Open().ResolveAsync(null, default));
        Assert.Empty(await _host.Open().BranchesAsync(default));

        var commit = Sample.Commit("main", "First", ("a", "b"));
        Assert.Equal([commit], (await UpdateAsync()).After.Values);
        Assert.Equal(commit, await _host.Open().ResolveAsync(null, default));
    }

    [Fact]
    public async Task A_repository_that_counts_by_SHA_256_is_copied_as_such()
    {
        var sample = new SampleRepository(Sample.Root, "long.git", "sha256");
        var commit = sample.Commit("main", "First", ("a", "b"));
        Assert.Equal(64, commit.Length);

        Assert.Equal([commit], (await _host.UpdateAsync(_server.Url + sample.Name)).After.Values);
        Assert.Equal("a", Assert.Single(await ListAsync(_host.Open().FilesAsync(commit, default))).Path);
    }

    [Fact]
    public async Task A_main_branch_that_is_renamed_is_followed()
    {
        Sample.Commit("main", "First", ("a", "b"));
        await UpdateAsync();
        Sample.Run(null, "branch", "--move", "main", "trunk");

        await UpdateAsync();

        Assert.Equal("trunk", await _host.Open().DefaultBranchAsync(default));
    }

    [Fact]
    [Trait("Line", "R10")]
    public async Task Two_at_a_time_take_turns()
    {
        for (var i = 0; i < 5; i++) Sample.Commit("main", $"Number {i}", ("a", $"{i}"));

        var updates = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(UpdateAsync)));

        Assert.Single(updates, update => update.IsNew);
        Assert.Equal([$"{_host.Id:N}.git"], _host.Left());
    }

    [Fact]
    public async Task Many_repositories_are_copied_by_few_processes_at_a_time()
    {
        await using var few = MirrorHost.Start(("Sources:Mirrors:MaxFetches", "2"));
        var samples = Enumerable.Range(0, 12).Select(i => new SampleRepository(few.Sample.Root, $"many-{i}.git")).ToList();
        foreach (var sample in samples) sample.Commit("main", "First", ("name", sample.Name));
        await using var server = await GitHttpServer.StartAsync(few.Sample.Root);
        var most = 0;
        server.Before = _ =>
        {
            // What git starts has its arguments for a moment; so each repository counts once.
            var fetches = few.Processes().Where(arguments => arguments.Contains(" fetch ", StringComparison.Ordinal) && !arguments.Contains("--signal", StringComparison.Ordinal)).Distinct().Count();
            lock (samples) most = Math.Max(most, fetches);
            return Task.FromResult(true);
        };

        var updates = await Task.WhenAll(samples.Select(sample => few.Mirrors.UpdateAsync(Guid.CreateVersion7(), server.Url + sample.Name, null, new(null, null), default)));

        Assert.All(updates, update => Assert.True(update.IsNew));
        Assert.Equal(12, few.Left().Count(name => name!.EndsWith(".git", StringComparison.Ordinal)));
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task Many_fetches_leave_few_packs()
    {
        for (var i = 0; i < 25; i++)
        {
            Sample.Commit("main", $"Number {i}", ("a", $"{i}"));
            await UpdateAsync();
        }

        Assert.InRange(Directory.GetFiles(Path.Combine(_host.Folder.PathOf(_host.Id), "objects", "pack"), "*.pack").Length, 1, 20);
        Assert.Equal(25, (await _host.Open().CommitsAsync((await _host.Open().ResolveAsync(null, default))!, null, 0, 100, default)).Count);
    }

    [Theory]
    [InlineData("HEAD", "nonsense")]
    [InlineData("packed-refs", "nonsense")]
    [InlineData("config", "[core")]
    [InlineData("objects/pack/*.pack", "nonsense")]
    public async Task A_damaged_copy_is_made_anew(string file, string content)
    {
        var first = Sample.Commit("main", "First", ("a", "b"));
        await UpdateAsync();
        var path = _host.Folder.PathOf(_host.Id);
        var damaged = Directory.GetFiles(Path.Combine(path, Path.GetDirectoryName(file)!), Path.GetFileName(file)).Single();
        File.Delete(damaged);
        await File.WriteAllTextAsync(damaged, content);

        Assert.True((await UpdateAsync()).IsNew);
        Assert.Equal(first, await _host.Open().ResolveAsync("main", default));
    }

    [Fact]
    public async Task What_a_dead_process_has_left_is_swept_and_what_is_at_work_is_not()
    {
        Sample.Commit("main", "First", ("a", "b"));
        await UpdateAsync();
        var (half, working) = (_host.Folder.Incoming(Guid.CreateVersion7()), Guid.CreateVersion7());
        Directory.CreateDirectory(Path.Combine(half, "objects"));
        using var held = await _host.Folder.LockAsync(working, default);
        var incoming = _host.Folder.Incoming(working);
        Directory.CreateDirectory(incoming);
        var key = _host.Folder.MakePrivate();
        Directory.SetLastWriteTimeUtc(key, DateTime.UtcNow.AddDays(-1));
        var young = _host.Folder.MakePrivate();

        Assert.Equal(2, await _host.Folder.SweepAsync(ids => Task.FromResult<IReadOnlySet<Guid>>(ids.ToHashSet()), TimeProvider.System, default));
        Assert.Equal(new[] { incoming, young, _host.Folder.PathOf(_host.Id) }.Select(Path.GetFileName).Order(StringComparer.Ordinal), _host.Left());

        // Of the copy there is no record.
        Assert.Equal(1, await _host.Folder.SweepAsync(_ => Task.FromResult<IReadOnlySet<Guid>>(new HashSet<Guid>()), TimeProvider.System, default));
        Assert.False(_host.Folder.Holds(_host.Id));
    }

    private Task<MirrorUpdate> UpdateAsync() => _host.UpdateAsync(_server.Url + Sample.Name);

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items) list.Add(item);
        return list;
    }
}
