using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>The repository already has a plugin of that id; ids that differ only by case count as the same.</summary>
public sealed class PluginAlreadyExistsException(string pluginId) : RefusalException($"The plugin '{pluginId}' exists already.", "pluginId")
{
    /// <summary>The id of the plugin that is there.</summary>
    public string PluginId => pluginId;
}

/// <summary>Another plugin's options are kept under the same prefix.</summary>
public sealed class OptionPrefixTakenException(string pluginId, string prefix, string takenBy)
    : RefusalException($"Options of '{pluginId}' would be kept under '{prefix}', where those of '{takenBy}' are. Register it with an id that differs in letters or digits.", "pluginId")
{
    /// <summary>The prefix.</summary>
    public string Prefix => prefix;

    /// <summary>The plugin that has it.</summary>
    public string TakenBy => takenBy;
}

/// <summary>The image's name breaks the rules.</summary>
public sealed class ImageNameInvalidException(string image, string reason) : RefusalException($"The image '{image}' cannot be registered: {reason}.", "image")
{
    /// <summary>The image as it was given.</summary>
    public string Image => image;
}

/// <summary>The last segment of the image's name is too long.</summary>
public sealed class ImageNameTooLongException(string name, int maxLength) : RefusalException($"The image name '{name}' has {name.Length} characters; at most {maxLength} are allowed.", "image")
{
    /// <summary>The longest name allowed.</summary>
    public int MaxLength => maxLength;
}

/// <summary>This kind of registry has no address of its own, here or in the server's settings.</summary>
public sealed class RegistryUrlRequiredException(RegistryType registryType) : RefusalException($"A registryUrl is required for the registry type {registryType.InGraph()}.", "registryUrl")
{
    /// <summary>The kind of registry.</summary>
    public RegistryType RegistryType => registryType;
}

/// <summary>A template's schema is no draft-7 schema.</summary>
public sealed class TemplateSchemaInvalidException(string key, string reason) : RefusalException($"{key}: {reason}", "template")
{
    /// <summary>Which one, as <c>template.key</c>.</summary>
    public string Key => key;
}

/// <summary>The entry is another organization's.</summary>
public sealed class PluginNotOwnedException(string pluginId) : RefusalException($"The plugin '{pluginId}' belongs to another organization.", "pluginId")
{
    /// <summary>The plugin's id.</summary>
    public string PluginId => pluginId;
}
