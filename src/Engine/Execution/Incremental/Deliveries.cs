using System.Collections.Immutable;
using GraphQLPlugins.Engine.Execution.Completion;
using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Execution.Running;

namespace GraphQLPlugins.Engine.Execution.Incremental;

/// <summary>What is still to be delivered of one response. Parts are recorded while the objects around them are written.</summary>
internal sealed class Deliveries(OperationRun run)
{
    private readonly Dictionary<DeferUsage, DeferInstance> _current = [];
    private readonly List<Part> _recorded = [];
    private readonly List<Part> _waiting = [];
    private readonly List<Part> _running = [];
    private int _ids;

    /// <summary>Whether something was recorded in what was written last.</summary>
    public bool HasRecorded => _recorded.Count > 0;

    /// <summary>Whether something is left.</summary>
    public bool HasMore => _recorded.Count > 0 || _waiting.Count > 0 || _running.Count > 0;

    /// <summary>What is under way.</summary>
    public IReadOnlyList<Part> Running => _running;

    /// <summary>Takes note of what an object defers.</summary>
    public void Record(SelectionSetPlan set, object value, Path path, IImmutableDictionary<string, object?> scoped)
    {
        foreach (var usage in set.Deferred)
        {
            if (!usage.When.Holds(run.Conditions)) _current.Remove(usage);
            else _current[usage] = new DeferInstance(usage.Label, path, usage.Parent is null ? null : _current.GetValueOrDefault(usage.Parent));
        }
        foreach (var part in set.Parts)
        {
            var instances = Array.ConvertAll(part.Usages, u => _current.GetValueOrDefault(u)!);
            instances = Array.FindAll(instances, i => i is not null);
            if (instances.Length == 0 || !Array.Exists(part.Set.Fields, f => f.Condition?.IsMet(run.Conditions) != false)) continue;
            _recorded.Add(new FieldsPart(instances, part.Set, value, path, scoped));
        }
    }

    /// <summary>Takes note of the rest of a list.</summary>
    public void Record(FieldPlan field, ValueCompletion element, StreamedList list, Path path, IImmutableDictionary<string, object?> scoped) =>
        _recorded.Add(new ItemsPart(new DeferInstance(list.Label, path, null), field, element, list, path, scoped, run.Resolving));

    /// <summary>Forgets what was recorded at a path or below, which became null.</summary>
    public void DropBelow(Path path)
    {
        for (var i = _recorded.Count - 1; i >= 0; i--)
        {
            if (!IsBelow(_recorded[i].Path, path)) continue;
            if (_recorded[i] is ItemsPart items) run.AddCleanup(items.CloseAsync);
            _recorded.RemoveAt(i);
        }
    }

    /// <summary>Takes over what was recorded and gives an id to everything that can be announced now; the announced, in order.</summary>
    public List<DeferInstance> Announce()
    {
        foreach (var part in _recorded)
        {
            foreach (var instance in part.Instances) instance.Open++;
        }
        _waiting.AddRange(_recorded);
        _recorded.Clear();
        var announced = new List<DeferInstance>();
        foreach (var part in _waiting)
        {
            foreach (var instance in part.Instances)
            {
                if (instance.Id is not null || !instance.IsReleased) continue;
                instance.Id = (_ids++).ToString(System.Globalization.CultureInfo.InvariantCulture);
                announced.Add(instance);
            }
        }
        return announced;
    }

    /// <summary>Starts what may start; those parts that need nothing to be awaited are complete at once.</summary>
    public void Start(List<Part> completed)
    {
        for (var i = 0; i < _waiting.Count; i++)
        {
            var part = _waiting[i];
            if (!part.Instances.Any(instance => instance.IsReleased)) continue;
            _waiting.RemoveAt(i--);
            _running.Add(part);
            if (part is ItemsPart items) items.Pump();
            else if (part is FieldsPart { Set.HasAsync: true } fields)
            {
                fields.Node = new ObjectNode(new NodePlace(null, null, -1, fields.Scoped) { Part = fields }, fields.Set, fields.Value) { BasePath = fields.Path };
                run.Resolving.AddNode(fields.Node);
            }
            else completed.Add(part);
        }
    }

    /// <summary>Takes note of a delivered part; the instances that are complete with it.</summary>
    public List<DeferInstance> Complete(Part part)
    {
        _running.Remove(part);
        var complete = new List<DeferInstance>();
        foreach (var instance in part.Instances)
        {
            if (--instance.Open > 0 || instance.IsCompleted) continue;
            instance.IsCompleted = true;
            complete.Add(instance);
        }
        return complete;
    }

    /// <summary>Takes note of a part that became null: those who wait for it fail, and what waits for them is never delivered.</summary>
    public List<DeferInstance> Fail(Part part)
    {
        _running.Remove(part);
        var failed = part.Instances.Where(i => !i.IsCompleted).ToList();
        foreach (var instance in failed) instance.IsCompleted = true;
        _waiting.RemoveAll(other => other.Instances.All(i => IsFailed(i, failed)));
        return failed;
    }

    private static bool IsFailed(DeferInstance instance, List<DeferInstance> failed)
    {
        for (var i = instance; i is not null; i = i.Parent)
        {
            if (failed.Contains(i)) return true;
        }
        return false;
    }

    private static bool IsBelow(Path path, Path ancestor)
    {
        while (path.Length > ancestor.Length) path = path.Parent!;
        return path.Equals(ancestor);
    }
}
