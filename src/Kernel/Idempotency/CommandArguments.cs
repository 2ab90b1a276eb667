#if OWN_ENGINE
using GraphQLPlugins.Engine.Binding.Mutations;
using GraphQLPlugins.Engine.Binding.Resolvers;
using GraphQLPlugins.Engine.Configuration;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Kernel.Idempotency;

/// <summary>
/// Gives every mutation the arguments <c>idempotencyKey</c> and <c>dryRun</c>, so that no module has to. A mutation that declares <c>dryRun</c>
/// itself sees to that itself. Comes before the convention that makes one input of all arguments.
/// </summary>
internal sealed class CommandArguments : TypeInterceptor
{
    private const string Key = "idempotencyKey";
    private const string DryRun = "dryRun";

    public override void OnRootsCreated(ITypeRegistry types, SchemaDefinition schema)
    {
        if (schema.MutationType is not { } name || types.Find(name) is not ObjectTypeDefinition mutation) return;
        foreach (var field in mutation.Fields.Where(f => f.Arguments.Count > 0)) Extend(types, field);
    }

    private static void Extend(ITypeRegistry types, OutputFieldDefinition field)
    {
        var (input, arguments) = PlaceOf(types, field);
        arguments.Add(new InputFieldDefinition
        {
            Name = Key, Type = TypeRef.Named("String"),
            Description = "Whoever repeats the mutation with the same key gets the first answer, and nothing is done twice. Up to 255 characters; remembered for a day.",
        });
        var rehearses = !arguments.Exists(a => a.Name == DryRun);
        if (rehearses)
        {
            arguments.Add(new InputFieldDefinition
            {
                Name = DryRun, Type = TypeRef.NonNull(TypeRef.Named("Boolean")), DefaultValue = new BooleanValueNode(null, false), Description = "Only find out what would happen.",
            });
        }
        field.Features.Set(new ConventionErrors([typeof(IdempotencyConflictException)]));
        field.Middleware.Add(new FieldMiddlewareDefinition(null, frozen => Create(frozen.Features.Get<BundledArguments>()?.InputArgument ?? input, rehearses)));
    }

    /// <summary>The field's own arguments; or the fields of its input object, where a module has written that by hand.</summary>
    private static (string? Input, List<InputFieldDefinition> Arguments) PlaceOf(ITypeRegistry types, OutputFieldDefinition field)
    {
        var name = $"{char.ToUpperInvariant(field.Name[0])}{field.Name[1..]}Input";
        foreach (var argument in field.Arguments)
            if (argument.Parameter?.ParameterType.Name == name && types.Resolve(argument.Type) is InputObjectTypeDefinition input)
                return (argument.Name, input.Fields);
        return (null, field.Arguments);
    }

    private static FieldMiddleware Create(string? input, bool rehearses) => next => context =>
    {
        if (input is null) return next(context);
        var (key, isRehearsal) = Asked(context, input);
        return key is null && !(rehearses && isRehearsal) ? next(context) : new CommandRequest(key, rehearses && isRehearsal).AroundAsync(() => next(context));
    };

    private static (string? Key, bool IsRehearsal) Asked(IMiddlewareContext context, string input)
    {
        if (context.ArgumentValue<object?>(input) is InputObjectValue values)
            return (values.TryGet(Key, out var text) ? text as string : null, values.TryGet(DryRun, out var flag) && flag is true);
        // A module's own class has no member for what was added here, so that is read as it was written.
        if (context.ArgumentLiteral<IValueNode>(input) is not ObjectValueNode literal) return (null, false);
        var given = literal.Fields.ToDictionary(field => field.Name.Value, field => field.Value);
        return ((given.GetValueOrDefault(Key) as StringValueNode)?.Value, given.GetValueOrDefault(DryRun) is BooleanValueNode { Value: true });
    }
}
#endif
