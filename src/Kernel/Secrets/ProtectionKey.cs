namespace GraphQLPlugins.Kernel.Secrets;

/// <summary>One key of the key ring that encrypts secrets, as the framework writes it. In the database, so that every host can read it.</summary>
public sealed class ProtectionKey
{
    private ProtectionKey()
    {
    }

    internal ProtectionKey(string name, string xml)
    {
        Name = name;
        Xml = xml;
    }

    public string Name { get; private set; } = "";

    public string Xml { get; private set; } = "";
}
