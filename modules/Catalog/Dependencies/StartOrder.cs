namespace GraphQLPlugins.Catalog.Dependencies;

/// <summary>
/// The order in which plugins start: what a plugin needs before itself; among those that do not wait for each other the higher priority first, then by
/// name in code point order (G48, G49). Plugins that are merely of use start earlier as well, unless that would be a ring.
/// </summary>
internal static class StartOrder
{
    /// <param name="items">The plugins; what they need beyond these does not matter here.</param>
    /// <exception cref="DependencyCycleException">Some need each other.</exception>
    public static List<T> Of<T>(IReadOnlyList<T> items, Func<T, string> name, Func<T, int> priority, Func<T, IEnumerable<GraphDependency>> needs) where T : class
    {
        var nodes = new Dictionary<string, Node<T>>(items.Count, StringComparer.Ordinal);
        foreach (var item in items)
            nodes.Add(name(item), new Node<T>(item, name(item), priority(item)));
        foreach (var node in nodes.Values)
            foreach (var dependency in needs(node.Item))
                if (nodes.TryGetValue(dependency.PluginId, out var needed))
                    node.WaitFor(needed, dependency.Optional);
        var ready = new SortedSet<Node<T>>(nodes.Values.Where(node => node.Waiting == 0), Node<T>.Order);
        var held = new SortedSet<Node<T>>(nodes.Values.Where(node => node is { Waiting: > 0, WaitingMandatory: 0 }), Node<T>.Order);
        var order = new List<T>(items.Count);
        while (order.Count < items.Count)
        {
            var next = ready.Min ?? held.Min ?? throw new DependencyCycleException(Ring(nodes.Values.Where(node => !node.Started)));
            ready.Remove(next);
            held.Remove(next);
            next.Started = true;
            order.Add(next.Item);
            foreach (var (waiting, optional) in next.Dependents.Where(dependent => !dependent.Node.Started))
            {
                waiting.Waiting--;
                if (!optional)
                    waiting.WaitingMandatory--;
                if (waiting.Waiting == 0)
                    ready.Add(waiting);
                else if (waiting.WaitingMandatory == 0)
                    held.Add(waiting);
            }
        }
        return order;
    }

    /// <summary>Follows what the first one waits for until a name comes again.</summary>
    private static string[] Ring<T>(IEnumerable<Node<T>> stuck) where T : class
    {
        var path = new List<Node<T>>();
        var node = stuck.OrderBy(candidate => candidate.Name, StringComparer.Ordinal).First();
        while (!path.Contains(node))
        {
            path.Add(node);
            node = node.Needed.Where(needed => !needed.Started).OrderBy(needed => needed.Name, StringComparer.Ordinal).First();
        }
        return [.. path.Skip(path.IndexOf(node)).Append(node).Select(member => member.Name)];
    }

    private sealed class Node<T>(T item, string name, int priority) where T : class
    {
        public static IComparer<Node<T>> Order { get; } = Comparer<Node<T>>.Create((left, right) =>
            left.Priority != right.Priority ? right.Priority.CompareTo(left.Priority) : string.CompareOrdinal(left.Name, right.Name));

        public T Item => item;

        public string Name => name;

        public int Waiting { get; set; }

        public int WaitingMandatory { get; set; }

        public bool Started { get; set; }

        public List<(Node<T> Node, bool Optional)> Dependents { get; } = [];

        /// <summary>What it cannot start without.</summary>
        public List<Node<T>> Needed { get; } = [];

        private int Priority => priority;

        public void WaitFor(Node<T> needed, bool optional)
        {
            // A plugin may name another one twice, and itself as useful.
            if (optional && needed == this)
                return;
            needed.Dependents.Add((this, optional));
            Waiting++;
            if (optional)
                return;
            Needed.Add(needed);
            WaitingMandatory++;
        }
    }
}
