using Xunit.Sdk;

namespace GraphQLPlugins.Kernel.Tests.Testing;

public sealed class SnapshotTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("graphqlplugins-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_missing_snapshot_is_written_and_matches_the_next_time()
    {
        Snapshot.Compare("a\n", _directory, "T.Test.snap", mustExist: false);
        Snapshot.Compare("a\n", _directory, "T.Test.snap", mustExist: true);
        Assert.Equal("a\n", File.ReadAllText(Path.Combine(_directory, "T.Test.snap")));
    }

    [Fact]
    public void A_missing_snapshot_fails_where_it_must_exist()
    {
        Assert.Throws<XunitException>(() => Snapshot.Compare("a\n", _directory, "T.Test.snap", mustExist: true));
        Assert.False(File.Exists(Path.Combine(_directory, "T.Test.snap")));
    }

    [Fact]
    public void A_difference_names_its_line_and_leaves_the_new_text()
    {
        File.WriteAllText(Path.Combine(_directory, "T.Test.snap"), "a\nb\n");
        var failure = Assert.Throws<XunitException>(() => Snapshot.Compare("a\nc\n", _directory, "T.Test.snap", mustExist: true));
        Assert.StartsWith("Differs from the snapshot in line 2.\nexpected: b\nactual:   c\n", failure.Message);
        Assert.Equal("a\nc\n", File.ReadAllText(Path.Combine(_directory, "__mismatch__", "T.Test.snap")));
        Assert.Equal("a\nb\n", File.ReadAllText(Path.Combine(_directory, "T.Test.snap")));
    }

    [Fact]
    public void Objects_are_compared_as_indented_json() => Snapshot.Match(new { Name = "git", Labels = new[] { "scm", "é" } });
}
