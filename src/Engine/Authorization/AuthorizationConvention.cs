using System.Reflection;
using GraphQLPlugins.Engine.Binding;
using GraphQLPlugins.Engine.Configuration;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Authorization;

/// <summary>Puts checks around fields with <c>[Authorize]</c>, fields of protected roots, and fields that return protected types.</summary>
/// <remarks>Policies never become part of the SDL: they would tell everybody what guards what.</remarks>
internal sealed class AuthorizationConvention : TypeInterceptor
{
    public override void OnBeforeFreeze(ITypeRegistry types, SchemaDefinition schema)
    {
        var registry = TypeRegistry.Of(types);
        var byType = schema.Types.OfType<ComplexTypeDefinition>()
            .Select(t => (t.Name, Rules: RulesOf(t, registry)))
            .Where(x => x.Rules.Count > 0)
            .ToDictionary(x => x.Name, x => (IReadOnlyList<AuthorizeDirective>)x.Rules);
        foreach (var type in schema.Types.OfType<ObjectTypeDefinition>())
        {
            var isRoot = type.Name == schema.QueryType || type.Name == schema.MutationType || type.Name == schema.SubscriptionType;
            foreach (var field in type.Fields) Protect(field, type, isRoot, byType, schema);
        }
        EnsureHandler(schema, registry);
    }

    private static void EnsureHandler(SchemaDefinition schema, TypeRegistry registry)
    {
        if (registry.ServiceTypes?.IsService(typeof(IAuthorizationHandler)) != false) return;
        foreach (var type in schema.Types.OfType<ObjectTypeDefinition>())
        {
            if (type.Fields.Find(f => f.Features.Get<AuthorizationRules>() is not null) is { } field)
                throw new SchemaException($"{type.Name}.{field.Name} has [Authorize] but nothing decides over it; call AddAuthorization() on the schema's builder.");
        }
    }

    private static void Protect(OutputFieldDefinition field, ObjectTypeDefinition type, bool isRoot, Dictionary<string, IReadOnlyList<AuthorizeDirective>> byType,
        SchemaDefinition schema)
    {
        if (field.Member?.IsDefined(typeof(AllowAnonymousAttribute), true) == true) return;
        var rules = new List<AuthorizeDirective>();
        if (isRoot)
        {
            rules.AddRange(Of(type.RuntimeType));
            if (field.SourceType != type.RuntimeType) rules.AddRange(Of(field.SourceType));
        }
        rules.AddRange(Of(field.Member));
        var returned = ((NamedTypeRef)field.Type.Innermost).Name;
        if (byType.TryGetValue(returned, out var ofType)) rules.AddRange(ofType);
        if (rules.Count > 0) Wrap(field, [.. rules.Distinct()]);
        var concrete = ConcreteRules(returned, byType, schema);
        if (concrete.Count > 0) field.Middleware.Insert(0, new FieldMiddlewareDefinition("authorize", _ => ResultAuthorization.Create(concrete)));
    }

    private static void Wrap(OutputFieldDefinition field, AuthorizeDirective[] rules)
    {
        field.Features.Set(new AuthorizationRules(rules));
        // Rules that ask for a check of the whole document are checked before the resolver, where no document can slip by.
        var before = Array.FindAll(rules, r => r.Apply != ApplyPolicy.AfterResolver);
        var after = Array.FindAll(rules, r => r.Apply == ApplyPolicy.AfterResolver);
        field.Middleware.Insert(0, new FieldMiddlewareDefinition("authorize", _ => AuthorizationCheck.Around(before, after)));
        if (field.Subscribe is not { } subscribe || before.Length == 0) return;
        field.Subscribe = async context =>
        {
            await AuthorizationCheck.EnsureAsync((IMiddlewareContext)context, before).ConfigureAwait(false);
            return await subscribe(context).ConfigureAwait(false);
        };
    }

    /// <summary>Of an interface or union: the rules of object types that its values may have, by CLR class.</summary>
    private static Dictionary<Type, IReadOnlyList<AuthorizeDirective>> ConcreteRules(
        string name, Dictionary<string, IReadOnlyList<AuthorizeDirective>> byType, SchemaDefinition schema)
    {
        var concrete = new Dictionary<Type, IReadOnlyList<AuthorizeDirective>>();
        if (byType.Count == 0) return concrete;
        var union = schema.Types.OfType<UnionTypeDefinition>().FirstOrDefault(u => u.Name == name);
        foreach (var type in schema.Types.OfType<ObjectTypeDefinition>())
        {
            if (type.RuntimeType is null || !byType.TryGetValue(type.Name, out var rules)) continue;
            var belongs = union is null
                ? type.Interfaces.Exists(i => i is NamedTypeRef n && n.Name == name)
                : union.Members.Exists(m => m is NamedTypeRef n && n.Name == type.Name);
            if (belongs) concrete[type.RuntimeType] = rules;
        }
        return concrete;
    }

    private static List<AuthorizeDirective> RulesOf(ComplexTypeDefinition type, TypeRegistry registry)
    {
        if (type.RuntimeType is not { } runtime) return [];
        var rules = Of(runtime).ToList();
        foreach (var resolvers in registry.Extensions.ResolverClassesOf(runtime)) rules.AddRange(Of(resolvers));
        return rules;
    }

    private static IEnumerable<AuthorizeDirective> Of(MemberInfo? member) =>
        member is null || member.IsDefined(typeof(AllowAnonymousAttribute), true)
            ? []
            : member.GetCustomAttributes<AuthorizeAttribute>(true).Select(a => new AuthorizeDirective(a.Policy, a.Roles ?? [], a.Apply));
}
