using System.Buffers;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace GraphQLPlugins.Sources.Git;

/// <summary>Git at work. Disposing ends it with all that it has started.</summary>
internal sealed partial class GitProcess : IAsyncDisposable
{
    private const int MaxErrorBytes = 16 * 1024;
    private const int Kill9 = 9;
    private readonly Process _process;
    private readonly Action<GitProcess> _ended;
    private readonly Task<string> _errors;

    public GitProcess(Process process, Action<GitProcess> ended)
    {
        (_process, _ended) = (process, ended);
        _errors = Task.Run(ReadErrorsAsync);
    }

    public Stream Output => _process.StandardOutput.BaseStream;

    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>The end of what it complained of; empty while it runs.</summary>
    public string Errors => _errors.IsCompletedSuccessfully ? _errors.Result : "";

    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Reads its output to the end.</summary>
    /// <exception cref="GitReadLimitException">There is more.</exception>
    public async Task<byte[]> ReadAllAsync(int maxBytes, CancellationToken ct)
    {
        var all = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await Output.ReadAsync(all.GetMemory(8 * 1024), ct);
            if (read == 0) return all.WrittenSpan.ToArray();
            all.Advance(read);
            if (all.WrittenCount > maxBytes) throw new GitReadLimitException($"It gives more than {maxBytes} bytes.");
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitAsync(CancellationToken ct)
    {
        await _process.WaitForExitAsync(ct);
        await _errors.WaitAsync(ct);
        return _process.ExitCode;
    }

    /// <summary>Ends it at once, with all that it has started.</summary>
    public void Kill()
    {
        try
        {
            if (_process.HasExited) return;
            if (!OperatingSystem.IsWindows() && GetGroup(_process.Id) == _process.Id) SendSignal(-_process.Id, Kill9);
            else _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended meanwhile.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        _ended(this);
        _process.Dispose();
    }

    private async Task<string> ReadErrorsAsync()
    {
        var kept = new byte[MaxErrorBytes];
        var block = new byte[4 * 1024];
        var length = 0;
        try
        {
            while (await _process.StandardError.BaseStream.ReadAsync(block) is var read and > 0)
            {
                var excess = Math.Max(0, length + read - kept.Length);
                kept.AsSpan(excess, length - excess).CopyTo(kept);
                length -= excess;
                block.AsSpan(0, read).CopyTo(kept.AsSpan(length));
                length += read;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It was ended.
        }
        return Encoding.UTF8.GetString(kept, 0, length);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int id, int signal);

    [LibraryImport("libc", EntryPoint = "getpgid")]
    private static partial int GetGroup(int id);
}
