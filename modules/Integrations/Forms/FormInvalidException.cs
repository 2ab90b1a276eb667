using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Integrations.Forms;

/// <summary>What is wrong with a field.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Messages">In sentences.</param>
public sealed record FormFieldError(string Field, IReadOnlyList<string> Messages);

/// <summary>Fields of a form cannot be used as they are (N7).</summary>
public sealed class FormInvalidException(IReadOnlyList<FormFieldError> fields, string argument = "values")
    : RefusalException(Shorten(string.Join(" ", fields.Select(f => $"{f.Field}: {string.Join(" ", f.Messages)}"))), argument)
{
    /// <summary>With one field.</summary>
    public FormInvalidException(string field, string message, string argument = "values") : this([new FormFieldError(field, [message])], argument)
    {
    }

    /// <summary>What is wrong with each.</summary>
    public IReadOnlyList<FormFieldError> Fields { get; } = [.. fields.Take(100).Select(f => new FormFieldError(f.Field, [.. f.Messages.Take(10).Select(Shorten)]))];

    private static string Shorten(string message) => message.Length <= 1024 ? message : message[..1024];
}
