namespace GraphQLPlugins.Engine.DataLoading;

/// <summary>The generator makes a loader of the static method: <c>I{Name}DataLoader</c> and its class.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataLoaderAttribute(string? name = null) : Attribute
{
    /// <summary>The loader's name; null takes the method's without Get, Async and DataLoader.</summary>
    public string? Name { get; } = name;

    /// <summary>Which services the method gets.</summary>
    public DataLoaderServiceScope ServiceScope { get; set; }

    /// <summary>Which of class and interface are public.</summary>
    public DataLoaderAccessModifier AccessModifier { get; set; }

    /// <summary>Methods that give the key of a value loaded by another loader.</summary>
    public string[]? Lookups { get; set; }
}

/// <summary>Services of a loader.</summary>
public enum DataLoaderServiceScope
{
    Default,
    DataLoaderScope,
    OriginalScope,
}

/// <summary>Accessibility of a generated loader.</summary>
public enum DataLoaderAccessModifier
{
    Default,
    Public,
    PublicInterface,
    Internal,
}

/// <summary>Defaults for all loaders of the assembly.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class DataLoaderDefaultsAttribute : Attribute
{
    public DataLoaderServiceScope ServiceScope { get; set; }
    public DataLoaderAccessModifier AccessModifier { get; set; }
    public bool GenerateRegistrationCode { get; set; } = true;
    public bool GenerateInterfaces { get; set; } = true;
}

/// <summary>Names the generated registration of loaders outside a graph module.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class DataLoaderModuleAttribute(string name) : Attribute
{
    public string Name { get; } = name;
    public bool IsInternal { get; set; }
}

/// <summary>Puts the loader into groups: one class with a property per loader.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class DataLoaderGroupAttribute(params string[] groupNames) : Attribute
{
    public string[] GroupNames { get; } = groupNames;
}

/// <summary>State set on a branch of the loader.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DataLoaderStateAttribute(string key) : Attribute
{
    public string Key { get; } = key;
}
