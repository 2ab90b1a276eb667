using System.Globalization;
using Path = System.IO.Path;

namespace GraphQLPlugins.Sources.Git;

/// <summary>
/// All that git knows of its surroundings. Settings, and credentials among them, are given by the environment of the one process, which only the same user may read;
/// neither the list of processes nor a file shows them.
/// </summary>
internal static class GitEnvironment
{
    private static readonly string[] Kept = ["PATH", "TMPDIR", "TEMP", "TMP", "SystemRoot", "SystemDrive", "COMSPEC", "PATHEXT"];

    // What keeps git from running, asking, following or remembering anything but what it was told to.
    private static readonly (string Key, string Value)[] Fixed =
    [
        ("core.hooksPath", Nothing), ("core.fsmonitor", "false"), ("core.askPass", ""), ("core.attributesFile", Nothing), ("core.excludesFile", Nothing),
        ("credential.helper", ""), ("credential.interactive", "false"),
        ("protocol.allow", "never"), ("protocol.https.allow", "always"), ("protocol.http.allow", "always"), ("protocol.ssh.allow", "always"),
        ("http.followRedirects", "false"), ("http.sslVerify", "true"), ("http.proxy", ""), ("http.cookieFile", ""), ("http.saveCookies", "false"), ("http.lowSpeedLimit", "1"),
        ("submodule.recurse", "false"), ("fetch.recurseSubmodules", "false"), ("transfer.bundleURI", "false"),
        // What arrives is checked; old mistakes of well-known repositories that harm nobody are let through.
        ("transfer.fsckObjects", "true"), ("fetch.fsckObjects", "true"),
        ("fetch.fsck.zeroPaddedFilemode", "ignore"), ("fetch.fsck.badTimezone", "ignore"), ("fetch.fsck.missingSpaceBeforeDate", "ignore"), ("fetch.fsck.missingEmail", "ignore"),
        ("fetch.fsck.badEmail", "ignore"), ("fetch.fsck.missingNameBeforeEmail", "ignore"), ("fetch.fsck.missingSpaceBeforeEmail", "ignore"), ("fetch.fsck.nullSha1", "ignore"),
        ("transfer.unpackLimit", "1"), ("fetch.unpackLimit", "1"), ("gc.auto", "0"), ("maintenance.auto", "false"), ("fetch.writeCommitGraph", "false"),
        ("pack.threads", "1"), ("pack.windowMemory", "64m"), ("pack.deltaCacheSize", "16m"), ("core.bigFileThreshold", "16m"), ("core.deltaBaseCacheLimit", "32m"),
        ("log.mailmap", "false"), ("log.showSignature", "false"), ("i18n.logOutputEncoding", "UTF-8"), ("core.quotePath", "false"),
    ];

    private static string Nothing => OperatingSystem.IsWindows() ? "NUL" : "/dev/null";

    public static void Apply(IDictionary<string, string?> environment, MirrorOptions options, GitRemote? remote)
    {
        var kept = Kept.Select(name => (name, Value: environment.TryGetValue(name, out var value) ? value : null)).Where(v => v.Value is not null).ToList();
        environment.Clear();
        foreach (var (name, value) in kept) environment[name] = value;
        var nowhere = OperatingSystem.IsWindows() ? @"C:\nonexistent" : "/nonexistent";
        foreach (var (name, value) in new[]
        {
            ("HOME", nowhere), ("XDG_CONFIG_HOME", nowhere), ("LC_ALL", "C"), ("TZ", "UTC"),
            ("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_SYSTEM", Nothing), ("GIT_CONFIG_GLOBAL", Nothing), ("GIT_ATTR_NOSYSTEM", "1"),
            ("GIT_TERMINAL_PROMPT", "0"), ("GIT_OPTIONAL_LOCKS", "0"), ("GIT_LITERAL_PATHSPECS", "1"), ("GIT_NO_REPLACE_OBJECTS", "1"), ("GIT_NO_LAZY_FETCH", "1"),
            ("GIT_PROTOCOL_FROM_USER", "0"), ("GIT_ALLOW_PROTOCOL", "https:http:ssh"), ("GIT_SSH_VARIANT", "ssh"),
        }) environment[name] = value;
        var settings = Fixed.Append(("http.lowSpeedTime", options.StallTimeout.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)));
        if (options.CertificateAuthorities is { } authorities) settings = settings.Append(("http.sslCAInfo", Path.GetFullPath(authorities)));
        if (remote is not null)
        {
            settings = settings.Concat(remote.Settings);
            foreach (var (name, value) in remote.Environment) environment[name] = value;
        }
        var count = 0;
        foreach (var (key, value) in settings)
        {
            environment[$"GIT_CONFIG_KEY_{count}"] = key;
            environment[$"GIT_CONFIG_VALUE_{count++}"] = value;
        }
        environment["GIT_CONFIG_COUNT"] = count.ToString(CultureInfo.InvariantCulture);
    }
}
