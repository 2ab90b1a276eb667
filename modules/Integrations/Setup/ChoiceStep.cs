using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Forms;

namespace GraphQLPlugins.Integrations.Setup;

/// <summary>The person chooses one of what the login opened, where that is more than one thing.</summary>
internal sealed class ChoiceStep(string name, string title, string label, string data) : ISetupStep
{
    public string Name => name;

    public bool IsNeeded(SetupContext context) => Choices(context).Count > 1;

    public SetupStep Show(SetupContext context) => new(name, SetupStepKind.Form, title, null, [
        new FormField(name, FormFieldType.Select, label) { IsRequired = true, Choices = Choices(context) },
    ]);

    public Task TakeAsync(SetupContext context, JsonObject values, CancellationToken ct)
    {
        context.Data[name] = (string)values[name]!;
        return Task.CompletedTask;
    }

    /// <summary>What was chosen, or the only one that there is.</summary>
    public string Chosen(SetupContext context) =>
        (string?)context.Data[name] ?? (Choices(context) is [var only] ? only.Value : throw new SetupRefusedException("The account has nothing that could be connected."));

    /// <summary>Keeps what there is to choose from.</summary>
    public void Offer(SetupContext context, IEnumerable<FormChoice> choices) => context.Data[data] = new JsonArray([.. choices.Select(c => new JsonArray(c.Value, c.Label))]);

    public List<FormChoice> Choices(SetupContext context) => [.. (context.Data[data] as JsonArray ?? []).Select(c => new FormChoice((string)c![0]!, (string)c[1]!))];
}
