using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using GraphQLPlugins.Plugins.Sdk;
using Path = System.IO.Path;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>
/// One load of a plugin's assemblies, from memory, so no file is locked. It sees the framework, the SDK and its own package; the server's
/// assemblies and native libraries it does not get. That keeps versions apart; it does not hold malicious code, which only a process of its own does.
/// </summary>
internal sealed class PluginLoadContext(string name, IReadOnlyDictionary<string, byte[]> assemblies) : AssemblyLoadContext(name, isCollectible: true)
{
    private static readonly Assembly Sdk = typeof(Plugin).Assembly;

    private static readonly FrozenSet<string> Framework =
        Directory.EnumerateFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll").Select(file => Path.GetFileNameWithoutExtension(file)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var wanted = assemblyName.Name!;
        if (string.Equals(wanted, Sdk.GetName().Name, StringComparison.OrdinalIgnoreCase)) return Sdk;
        if (Framework.Contains(wanted) || wanted.EndsWith(".resources", StringComparison.Ordinal)) return null;
        if (assemblies.TryGetValue(wanted, out var bytes)) return LoadFromStream(new MemoryStream(bytes, writable: false));
        // Null would look among the server's own assemblies.
        throw new FileNotFoundException($"The package holds no assembly '{wanted}'.");
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) => throw new DllNotFoundException("Plugins may not load native libraries.");
}
