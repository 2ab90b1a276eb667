using System.Collections;

namespace GraphQLPlugins.Sources.Tests.Vendors;

/// <summary>The hooks that a vendor keeps, in the order in which they came. Requests come at the same time, and the test looks in between.</summary>
public sealed class VendorHooks : IReadOnlyList<VendorHook>
{
    private readonly Lock _lock = new();
    private VendorHook[] _hooks = [];

    public int Count => Volatile.Read(ref _hooks).Length;

    public VendorHook this[int index] => Volatile.Read(ref _hooks)[index];

    /// <summary>Keeps a hook and gives it back.</summary>
    public VendorHook Add(VendorHook hook)
    {
        lock (_lock) _hooks = [.. _hooks, hook];
        return hook;
    }

    /// <summary>Forgets a hook. False: there is none of that id.</summary>
    public bool Remove(string id)
    {
        lock (_lock)
        {
            var kept = Array.FindAll(_hooks, h => h.Id != id);
            var isFound = kept.Length < _hooks.Length;
            _hooks = kept;
            return isFound;
        }
    }

    public IEnumerator<VendorHook> GetEnumerator() => ((IEnumerable<VendorHook>)Volatile.Read(ref _hooks)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
