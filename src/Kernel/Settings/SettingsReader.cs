using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace GraphQLPlugins.Kernel.Settings;

/// <summary>
/// Reads sections of the configuration into options classes, property by property, and collects everything that is wrong with them:
/// values that do not fit, and names that are no settings.
/// </summary>
public sealed class SettingsReader(IConfiguration configuration)
{
    private readonly List<string> _problems = [];

    /// <summary>A single value; null when it is not set.</summary>
    public string? Text(string name) => configuration[name];

    /// <summary>The options of a section. Bounds are <see cref="RangeAttribute"/>s; a number without one must not be negative.</summary>
    /// <param name="section">The section's name.</param>
    /// <param name="without">Properties that are not settings.</param>
    public T Read<T>(string section, params IReadOnlyList<string> without) where T : class, new()
    {
        var options = new T();
        Fill(options, configuration.GetSection(section), without);
        return options;
    }

    /// <summary>Adds a problem that only the caller can see.</summary>
    public void Reject(string problem) => _problems.Add(problem);

    /// <exception cref="SettingsInvalidException">There were problems.</exception>
    public void ThrowIfInvalid()
    {
        if (_problems.Count > 0) throw new SettingsInvalidException([.. _problems]);
    }

    private void Fill(object options, IConfigurationSection section, IReadOnlyList<string> without)
    {
        var settings = options.GetType().GetProperties().Where(p => (p.SetMethod is { IsPublic: true } || p.PropertyType == typeof(IList<string>)) && !without.Contains(p.Name))
            .ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (!settings.TryGetValue(child.Key, out var property))
                _problems.Add($"{child.Path} is not a setting. Those of {section.Path} are: {string.Join(", ", settings.Keys.Order(StringComparer.Ordinal))}.");
            else if (property.GetValue(options) is IDictionary dictionary)
                FillDictionary(dictionary, property.PropertyType.GetGenericArguments(), child);
            else if (property.GetValue(options) is IList<string> list)
                FillList(list, child);
            else if (IsGroup(property.PropertyType))
                Fill(property.GetValue(options)!, child, []);
            else if (child.Value is { Length: > 0 } || IsEmptyAllowed(property, child.Value))
                Set(child.Path, child.Value, property.PropertyType, property.GetCustomAttribute<RangeAttribute>(), value => property.SetValue(options, value));
        }
    }

    private void FillDictionary(IDictionary dictionary, Type[] types, IConfigurationSection section)
    {
        foreach (var entry in section.GetChildren())
            Set(entry.Path, entry.Key, types[0], null, key => Set(entry.Path, entry.Value ?? "", types[1], null, value => dictionary[key!] = value));
    }

    private void FillList(IList<string> list, IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value)) _problems.Add($"{section.Path} is \"{section.Value}\"; it must be a list: {section.Path}:0, {section.Path}:1 and so on.");
        foreach (var entry in section.GetChildren())
            if (entry.Value is { Length: > 0 } text) list.Add(text);
    }

    private void Set(string path, string text, Type type, RangeAttribute? range, Action<object?> assign)
    {
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (!TryConvert(text, wanted, out var value))
        {
            _problems.Add($"{path} is \"{text}\"; it must be {Allowed(wanted, range)}.");
            return;
        }
        if (!IsInRange(value, wanted, range))
        {
            _problems.Add($"{path} is {text}; it must be {Allowed(wanted, range)}.");
            return;
        }
        assign(value);
    }

    private static bool TryConvert(string text, Type type, out object? value)
    {
        value = null;
        if (type == typeof(string)) value = text;
        else if (type == typeof(bool)) value = bool.TryParse(text, out var flag) ? flag : null;
        else if (type == typeof(int)) value = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        else if (type == typeof(long)) value = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        else if (type == typeof(TimeSpan)) value = text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;
        else if (type == typeof(Uri)) value = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
        // Numbers would be taken for members otherwise.
        else if (type.IsEnum) value = char.IsLetter(text.FirstOrDefault()) && Enum.TryParse(type, text, ignoreCase: true, out var member) && Enum.IsDefined(type, member!) ? member : null;
        else throw new InvalidOperationException($"A setting cannot be a {type.Name}.");
        return value is not null;
    }

    private static bool IsInRange(object? value, Type type, RangeAttribute? range)
    {
        if (range is not null) return range.IsValid(value);
        return value switch
        {
            int number => number >= 0,
            long number => number >= 0,
            TimeSpan time => time >= TimeSpan.Zero,
            _ => true,
        };
    }

    private static string Allowed(Type type, RangeAttribute? range)
    {
        if (type.IsEnum) return $"one of: {string.Join(", ", Enum.GetNames(type))}";
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(Uri)) return "an absolute http or https URL";
        var kind = type == typeof(TimeSpan) ? "a time such as 00:00:30" : "a whole number";
        return range is null ? $"{kind}, not negative" : $"{kind}, from {range.Minimum} to {range.Maximum}";
    }

    /// <summary>An empty text is a value for a text that cannot be null; everywhere else it is the same as nothing, which leaves the default.</summary>
    private static bool IsEmptyAllowed(PropertyInfo property, [NotNullWhen(true)] string? value) =>
        value is not null && property.PropertyType == typeof(string) && new NullabilityInfoContext().Create(property).WriteState is NullabilityState.NotNull;

    private static bool IsGroup(Type type) => type is { IsClass: true } && type != typeof(string) && type != typeof(Uri);
}
