using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Xunit.Sdk;

namespace GraphQLPlugins.Testing;

/// <summary>Compares a value with the text that an earlier run wrote to <c>__snapshots__</c> beside the test.</summary>
public static class Snapshot
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        ReferenceHandler = System.Text.Json.Serialization.ReferenceHandler.IgnoreCycles,
    };

    /// <summary>
    /// Fails when the value differs from <c>__snapshots__/Class.Test.snap</c>, leaving the new text in <c>__mismatch__</c> there.
    /// A missing snapshot is written; with CI=true its absence is a failure.
    /// </summary>
    /// <param name="value">A string is compared as it is, anything else as indented JSON.</param>
    /// <param name="name">Replaces the test's name, for tests with several snapshots.</param>
    public static void Match(object? value, string? name = null, [CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        var source = Repository.Locate(file);
        var directory = Path.Combine(Path.GetDirectoryName(source)!, "__snapshots__");
        Compare(Render(value), directory, $"{Path.GetFileNameWithoutExtension(source)}.{name ?? member}.snap", Environment.GetEnvironmentVariable("CI") == "true");
    }

    internal static void Compare(string actual, string directory, string fileName, bool mustExist)
    {
        var path = Path.Combine(directory, fileName);
        var mismatch = Path.Combine(directory, "__mismatch__", fileName);
        if (!File.Exists(path))
        {
            if (mustExist)
            {
                Write(mismatch, actual);
                throw new XunitException($"There is no snapshot {path}. Run the test outside CI once, read what it wrote, and commit it.");
            }
            Write(path, actual);
            return;
        }
        var expected = Normalise(File.ReadAllText(path));
        if (expected == actual)
        {
            if (File.Exists(mismatch)) File.Delete(mismatch);
            return;
        }
        Write(mismatch, actual);
        throw new XunitException($"{Difference(expected, actual)}\nSnapshot: {path}\nActual:   {mismatch}");
    }

    private static string Render(object? value) => Normalise(value as string ?? JsonSerializer.Serialize(value, Json));

    private static string Normalise(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";

    private static string Difference(string expected, string actual)
    {
        var before = expected.Split('\n');
        var after = actual.Split('\n');
        var line = Enumerable.Range(0, Math.Max(before.Length, after.Length)).First(i => before.ElementAtOrDefault(i) != after.ElementAtOrDefault(i));
        return $"Differs from the snapshot in line {line + 1}.\nexpected: {before.ElementAtOrDefault(line)}\nactual:   {after.ElementAtOrDefault(line)}";
    }

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Tests of one class may share a snapshot directory and run at the same time; a reader never sees half a file.
        var temporary = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
    }
}
