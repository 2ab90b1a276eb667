using System.Security.Cryptography;
using System.Text.Json;

namespace GraphQLPlugins.EmbeddedPostgres;

/// <summary>The generated passwords, kept beside the cluster and readable by the host's user only.</summary>
internal sealed record ClusterSecrets(string Administrator, string Application)
{
    public static ClusterSecrets ReadOrCreate(string path)
    {
        if (File.Exists(path)) return JsonSerializer.Deserialize<ClusterSecrets>(File.ReadAllText(path))!;
        var secrets = new ClusterSecrets(Generate(), Generate());
        PrivateFile.Write(path, JsonSerializer.Serialize(secrets));
        return secrets;
    }

    private static string Generate() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
}
