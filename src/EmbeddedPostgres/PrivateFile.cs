namespace GraphQLPlugins.EmbeddedPostgres;

/// <summary>Files that nobody but their owner can read, at any moment.</summary>
public static class PrivateFile
{
    /// <summary>Writes the text to a file of mode 600 and puts it in place at once.</summary>
    public static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var temporary = path + ".new";
        File.Delete(temporary);
        using (var writer = new StreamWriter(new FileStream(temporary, options)))
            writer.Write(text);
        File.Move(temporary, path, overwrite: true);
    }
}
