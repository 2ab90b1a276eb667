using System.Text;
using System.Text.Json;
using GraphQLPlugins.Plugins.Sdk;

namespace GraphQLPlugins.SamplePlugin;

/// <summary>Keeps the files of repositories as lines of text, which an action shows. A file called <c>refuse.me</c> it does not take; a file <c>fail.me</c> makes it fail.</summary>
public sealed class FileCollector : Plugin
{
    private readonly List<string> _lines = [];

    /// <inheritdoc/>
    public override void Declare(PluginContributions contributions)
    {
        contributions.AddRepositoryService("collector", new RepositoryService { DisplayName = "File collector", Take = TakeAsync, Release = ReleaseAsync });
        contributions.AddRepositoryService("github-only", new RepositoryService { DisplayName = "Only GitHub", WorksWithSources = ["github"], Take = (_, _) => Task.CompletedTask });
        contributions.AddAction("lines", (_, _, _) =>
        {
            lock (_lines) return Task.FromResult<JsonElement?>(JsonSerializer.SerializeToElement(_lines));
        });
    }

    private Task TakeAsync(RepositoryBatch batch, CancellationToken cancellationToken)
    {
        foreach (var file in batch.Files)
        {
            if (file is { Path: "refuse.me", Change: not RepositoryFileChange.Removed }) throw new PluginRefusalException("I do not take refuse.me.");
            if (file is { Path: "fail.me", Change: not RepositoryFileChange.Removed }) throw new InvalidOperationException("password=hunter2");
        }
        lock (_lines)
        {
            _lines.Add($"{batch.Kind} {batch.Repository.RepoId} {batch.Branch} {batch.Number}{(batch.IsLast ? " last" : "")}");
            foreach (var file in batch.Files) _lines.Add($"  {file.Change} {file.Path} {(file.Content is { } content ? Encoding.UTF8.GetString(content.Span) : "-")}");
        }
        return Task.CompletedTask;
    }

    private Task ReleaseAsync(ServedRepository repository, CancellationToken cancellationToken)
    {
        lock (_lines) _lines.Add($"Released {repository.RepoId}");
        return Task.CompletedTask;
    }
}
