using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Bounds;

/// <summary>
/// One field of one type stands inside itself no more often than <see cref="ValidationOptions.MaxFieldCycleDepth"/> (HC0087). Introspection is left out,
/// it has a bound of its own.
/// </summary>
internal sealed class FieldCycleDepth : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Limit;

    public override void LeaveDocument(ValidationContext context)
    {
        if (context.Options.MaxFieldCycleDepth == int.MaxValue) return;
        var search = new Search(context);
        foreach (var definition in context.Definitions)
        {
            if (definition.Node is not OperationDefinitionNode operation) continue;
            if (search.FindIn(operation) is not { } found) continue;
            context.Report(
                this,
                ValidationContext.Error("Maximum allowed coordinate cycle depth was exceeded.", found.Field)
                    .At(found.Path)
                    .SetCode(ErrorCodes.CycleDepthExceeded));
        }
    }

    /// <summary>
    /// For each fragment: how often each field stands inside itself on the worst way down, found once. An operation is then walked as it is written, and a
    /// fragment is entered only when it is known to hold the field that is too deep.
    /// </summary>
    private sealed class Search
    {
        private readonly ValidationContext _context;
        private readonly Dictionary<string, Dictionary<OutputField, int>> _fragments = new(StringComparer.Ordinal);
        private readonly Dictionary<OutputField, int> _counts = [];
        private Dictionary<OutputField, int>? _worst;
        private (FieldNode Field, Path? Path)? _found;

        public Search(ValidationContext context)
        {
            _context = context;
            var spreads = context.Definitions.Where(d => d.Node is OperationDefinitionNode).SelectMany(d => d.Spreads);
            foreach (var fragment in context.Fragments.ReachedFrom(spreads, context.SpreadsOf))
            {
                _worst = [];
                Walk(fragment.SelectionSet, TypeOf(fragment), null);
                _fragments[fragment.Name.Value] = _worst;
            }

            _worst = null;
        }

        public (FieldNode Field, Path? Path)? FindIn(OperationDefinitionNode operation)
        {
            _found = null;
            _counts.Clear();
            Walk(operation.SelectionSet, _context.Schema.GetRootType(operation.Operation), null);
            return _found;
        }

        private NamedType? TypeOf(FragmentDefinitionNode fragment) => _context.Schema.FindType(fragment.TypeCondition.Name.Value);

        private void Walk(SelectionSetNode set, NamedType? type, Path? path)
        {
            foreach (var selection in set.Selections)
            {
                if (_found is not null) return;
                switch (selection)
                {
                    case FieldNode field:
                        WalkField(field, type, path);
                        break;
                    case InlineFragmentNode inline:
                        Walk(inline.SelectionSet, inline.TypeCondition is { } condition ? _context.Schema.FindType(condition.Name.Value) : type, path);
                        break;
                    case FragmentSpreadNode spread when _fragments.TryGetValue(spread.Name.Value, out var inner):
                        WalkSpread(spread, inner, path);
                        break;
                }
            }
        }

        private void WalkField(FieldNode field, NamedType? type, Path? path)
        {
            if (field.SelectionSet is not { } set || field.Name.Value.StartsWith("__", StringComparison.Ordinal)) return;
            if (_context.FindField(type, field.Name.Value) is not { } definition) return;
            var count = _counts.GetValueOrDefault(definition) + 1;
            if (_worst is not null)
            {
                if (count > _worst.GetValueOrDefault(definition)) _worst[definition] = count;
            }
            else if (count > _context.Options.MaxFieldCycleDepth)
            {
                _found = (field, path);
                return;
            }

            _counts[definition] = count;
            Walk(set, definition.Type.Named, _worst is null ? (path ?? Path.Root).Append(field.ResponseName) : null);
            _counts[definition] = count - 1;
        }

        private void WalkSpread(FragmentSpreadNode spread, Dictionary<OutputField, int> inner, Path? path)
        {
            foreach (var (field, count) in inner)
            {
                var total = _counts.GetValueOrDefault(field) + count;
                if (_worst is not null)
                {
                    if (total > _worst.GetValueOrDefault(field)) _worst[field] = total;
                }
                else if (total > _context.Options.MaxFieldCycleDepth)
                {
                    var fragment = _context.Fragments.Find(spread.Name.Value)!;
                    Walk(fragment.SelectionSet, TypeOf(fragment), path);
                    return;
                }
            }
        }
    }
}
