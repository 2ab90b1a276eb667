using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Tests.Dependencies;

/// <summary>The resolver alone: what it decides against a model that tries every combination.</summary>
public sealed class ResolverTests
{
    [Fact]
    public void The_best_versions_are_taken_and_only_what_is_needed_comes_in()
    {
        var world = new World("a 1 b", "a 2 b>=2 c?", "b 1", "b 2", "b 3", "c 1", "d 1");

        Assert.Equal("a2 b3", world.Resolve("a"));
        Assert.Equal("a1 b3", world.Resolve("a=1"));
        Assert.Equal("a2 b2", world.Resolve("a", "b=2"));
    }

    [Fact]
    public void An_older_version_is_taken_where_the_newest_does_not_go_with_the_others()
    {
        var world = new World("a 1 b<2", "a 2 b>=2", "b 1", "b 2", "c 1 b<2");

        Assert.Equal("a2 b2", world.Resolve("a"));
        Assert.Equal("a1 b1 c1", world.Resolve("a", "c"));
    }

    [Fact]
    public void What_is_installed_stays_unless_it_will_not_do_and_what_a_change_breaks_is_taken_along()
    {
        var world = new World("a 1 b", "a 2 b>=2", "b 1", "b 2", "b 3", "c 1 b<2", "c 2 b");

        Assert.Equal("a1 b1", world.With("b 1").Resolve("a=1"));
        Assert.Equal("a2 b3", world.With("b 1").Resolve("a"));
        Assert.Equal("a2 b3 c2", world.With("b 1", "c 1").Resolve("a"));
        Assert.Equal("! a DEPENDENCY_MISSING", world.With("b 1 pinned", "c 1").Resolve("a=2"));
        Assert.Equal("! c DEPENDENCY_MISSING", world.With("b 1", "c 1 pinned").Resolve("a=2"));
    }

    [Fact]
    public void What_is_merely_useful_is_not_brought_in_but_must_fit_where_it_is()
    {
        var world = new World("a 1 b?>=2", "b 1", "b 2", "d 1 b<2");

        Assert.Equal("a1", world.Resolve("a"));
        Assert.Equal("a1 b2", world.With("b 1").Resolve("a"));
        Assert.Equal("! d DEPENDENCY_MISSING|a1", world.Resolve("a", "d"));
    }

    [Fact]
    public void What_cannot_be_had_is_told_with_the_way_to_it()
    {
        var world = new World("a 1 b", "b 1 c", "c 1 gone", "e 1 f>=9", "f 1");

        Assert.Equal("! c DEPENDENCY_MISSING", world.Resolve("a"));
        Assert.Equal(["a", "b", "c"], world.Last.Failures[0].Path);
        Assert.Equal("The plugin 'c' needs 'gone' * (no repository has it).", world.Last.Failures[0].Refusal.Message);
        Assert.Equal("! e DEPENDENCY_MISSING|f1", world.Resolve("e", "f"));
        Assert.Equal("The plugin 'e' needs 'f' >=9 (there is 1).", world.Last.Failures[0].Refusal.Message);
    }

    [Fact]
    public void A_ladder_of_conflicts_is_left_in_few_steps()
    {
        // Every choice for the twenty plugins before the last is innocent of its failing.
        var world = new World([.. Enumerable.Range(10, 20).SelectMany(i => Enumerable.Range(1, 5).Select(v => $"p{i} {v}")), "z 1 y>=9", "y 1"]);

        world.Resolve([.. Enumerable.Range(10, 20).Select(i => $"p{i}"), "z"]);

        Assert.InRange(world.Steps, 20, 100);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Random_graphs_are_resolved_when_and_only_when_trying_everything_finds_a_way(bool withInstalled)
    {
        var (solvable, unsolvable) = (0, 0);
        for (var seed = 0; seed < 1200; seed++)
        {
            var world = World.Random(seed, withInstalled);
            var roots = world.Names.Take(1 + seed % 3).ToArray();
            var resolved = world.Resolve(roots);
            var possible = world.TryEverything(roots);
            Assert.True(possible == !resolved.StartsWith('!'), $"seed {seed}: {resolved}");
            if (possible)
                Assert.Null(world.WhatIsWrong(roots));
            Assert.Equal(resolved, world.Resolve([.. roots.Reverse()]));
            (solvable, unsolvable) = possible ? (solvable + 1, unsolvable) : (solvable, unsolvable + 1);
        }
        Assert.True(solvable > 300 && unsolvable > 100, $"{solvable} and {unsolvable} tell too little");
    }

    /// <summary>A small catalog: <c>name version need need?</c>, with a comparator behind what is needed.</summary>
    private sealed class World
    {
        private readonly CatalogGraph _graph;
        private readonly Dictionary<string, InstalledPlugin> _installed = new(StringComparer.Ordinal);

        public World(params string[] versions) : this(new CatalogGraph(Build(versions))) { }

        private World(CatalogGraph graph) => _graph = graph;

        public Resolution Last { get; private set; } = null!;

        public int Steps { get; private set; }

        public IEnumerable<string> Names => _graph.Plugins.Select(plugin => plugin.PluginId);

        public static World Random(int seed, bool withInstalled)
        {
            var random = new Random(seed);
            var count = random.Next(3, 6);
            var lines = new List<string>();
            string[] ranges = ["", ">=2", "<2", "=2", ">=3", "<3"];
            for (var plugin = 0; plugin < count; plugin++)
                foreach (var version in Enumerable.Range(1, random.Next(1, 4)))
                {
                    var needs = Enumerable.Range(0, count + 1).Where(other => other != plugin && random.Next(3) == 0)
                        .Select(other => (char)('a' + other) + (random.Next(4) == 0 ? "?" : "") + ranges[random.Next(ranges.Length)]).ToList();
                    lines.Add($"{(char)('a' + plugin)} {version} {string.Join(' ', needs)}");
                }
            // The last name is in no repository, so that some needs lead nowhere; rarely, or nothing could be resolved.
            if (seed % 4 > 0)
                lines.Add($"{(char)('a' + count)} 1");
            var world = new World([.. lines]);
            return withInstalled ? world.With([.. world.Names.Where(_ => random.Next(3) == 0).Select(name => $"{name} 1{(random.Next(4) == 0 ? " pinned" : "")}")]) : world;
        }

        public World With(params string[] installed)
        {
            var world = new World(_graph);
            foreach (var words in installed.Select(line => line.Split(' ')))
                world._installed.Add(words[0], new InstalledPlugin(
                    Guid.NewGuid(), words[0], words[1], InstallationState.Running, words.Contains("pinned"), [], _graph.Find(words[0])!.Key, _graph.Find(words[0])!.Find(words[1])!.Key, null));
            return world;
        }

        public string Resolve(params string[] wanted)
        {
            var admission = new Admission(Policy.Default(Guid.Empty, true, default), new CatalogOptions(), default);
            var resolver = new Resolver(_graph, _installed, admission, 1_000_000);
            Last = resolver.Resolve(wanted.Select(text => text.Split('=')).Select(words => _graph.Find(words[0])!).Select((plugin, i) => new Wanted(plugin, wanted[i].Split('=') is [_, var version] ? plugin.Find(version) : null)));
            Steps = resolver.Steps;
            var failures = Last.Failures.Select(failure => $"! {failure.Name} {failure.Refusal.Code}");
            var decisions = string.Join(' ', Last.Decisions.OrderBy(decision => decision.Name, StringComparer.Ordinal).Select(decision => decision.Name + decision.Choice.Text));
            return string.Join('|', failures.Append(decisions).Where(part => part.Length > 0));
        }

        /// <summary>Whether any combination of versions and absences fulfils every rule.</summary>
        public bool TryEverything(IReadOnlyList<string> wanted)
        {
            var plugins = _graph.Plugins;
            var chosen = new Dictionary<string, GraphVersion>(StringComparer.Ordinal);
            bool Try(int i)
            {
                if (i == plugins.Count)
                    return Wrong(wanted, chosen) is null;
                var plugin = plugins[i];
                foreach (var version in plugin.Versions.Append(null))
                {
                    if (version is null)
                        chosen.Remove(plugin.PluginId);
                    else
                        chosen[plugin.PluginId] = version;
                    if (Try(i + 1))
                        return true;
                }
                chosen.Remove(plugin.PluginId);
                return false;
            }
            return Try(0);
        }

        /// <summary>A rule that the last answer breaks; null when none.</summary>
        public string? WhatIsWrong(IReadOnlyList<string> wanted)
        {
            var chosen = _installed.Values.ToDictionary(plugin => plugin.Name, plugin => _graph.FindVersion(plugin.VersionKey)!);
            foreach (var decision in Last.Decisions)
                chosen[decision.Name] = decision.Choice.Version!;
            return Wrong(wanted, chosen);
        }

        private string? Wrong(IReadOnlyList<string> wanted, IReadOnlyDictionary<string, GraphVersion> chosen)
        {
            if (wanted.FirstOrDefault(name => !chosen.ContainsKey(name)) is { } absent)
                return $"{absent} is not there";
            foreach (var installed in _installed.Values)
            {
                if (!chosen.TryGetValue(installed.Name, out var now))
                    return $"{installed.Name} is gone";
                if (installed.Pinned && now.Key != installed.VersionKey)
                    return $"{installed.Name} is pinned";
            }
            // What is installed and out of reach of what is wanted may have been wrong before, and may stay so.
            var concerned = Concerned(wanted, chosen);
            foreach (var version in chosen.Values)
                foreach (var dependency in version.Dependencies)
                {
                    var met = chosen.TryGetValue(dependency.PluginId, out var needed) ? dependency.Range.Holds(needed.SortKey) : dependency.Optional;
                    if (!met && (concerned.Contains(version.Plugin.PluginId) || Changed(version) || WasMet(version, dependency)))
                        return $"{version.Plugin.PluginId}{version.Version} needs {dependency.PluginId} {dependency.Range}";
                }
            return null;
        }

        private HashSet<string> Concerned(IReadOnlyList<string> wanted, IReadOnlyDictionary<string, GraphVersion> chosen)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var open = new Stack<string>(wanted.Concat(chosen.Values.Where(Changed).Select(version => version.Plugin.PluginId)));
            while (open.TryPop(out var name))
                if (seen.Add(name) && chosen.TryGetValue(name, out var version))
                    foreach (var dependency in version.Dependencies.Where(dependency => !dependency.Optional))
                        open.Push(dependency.PluginId);
            return seen;
        }

        private bool Changed(GraphVersion version) => !_installed.TryGetValue(version.Plugin.PluginId, out var before) || before.VersionKey != version.Key;

        private bool WasMet(GraphVersion version, GraphDependency dependency) =>
            !Changed(version) && (_installed.TryGetValue(dependency.PluginId, out var before) ? before.Meets(dependency.Range) : dependency.Optional);

        private static List<GraphPlugin> Build(IEnumerable<string> versions)
        {
            var repository = new GraphRepository(Guid.NewGuid(), "repo-1", "test", 1);
            var plugins = new List<GraphPlugin>();
            foreach (var lines in versions.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).GroupBy(words => words[0]))
            {
                var plugin = new GraphPlugin
                {
                    Key = Guid.NewGuid(), PluginId = lines.Key, Repository = repository, Provider = null, State = PluginState.Enabled, Authors = [], Deprecated = false, ReplacedBy = null, Advisories = [],
                };
                plugin.Take(lines.Select(words => new GraphVersion
                {
                    Key = Guid.NewGuid(), Plugin = plugin, Version = words[1], SortKey = VersionOrder.SortKey(words[1]), Channel = VersionChannel.Stable, State = VersionState.Active, ReleasedAt = null,
                    Host = (null, null), LoadPriority = 0, Artifacts = [], Dependencies = [.. words.Skip(2).Select(Dependency)],
                }), null);
                plugins.Add(plugin);
            }
            return plugins;
        }

        private static GraphDependency Dependency(string text)
        {
            var name = new string([.. text.TakeWhile(char.IsAsciiLetter)]);
            var optional = text.Contains('?');
            return new GraphDependency(name, VersionRange.TryParse(text[name.Length..].Replace("?", ""))!, optional);
        }
    }
}
