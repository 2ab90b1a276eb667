namespace GraphQLPlugins.Engine.Validation;

/// <summary>Which rules want to see which nodes; found out once.</summary>
internal sealed class RuleSet
{
    public static readonly RuleSet Default = new(Rules.All);

    public RuleSet(IReadOnlyList<ValidationRule> rules)
    {
        Operation = Overriding(rules, nameof(ValidationRule.EnterOperation));
        Variable = Overriding(rules, nameof(ValidationRule.EnterVariable));
        Fragment = Overriding(rules, nameof(ValidationRule.EnterFragment));
        Field = Overriding(rules, nameof(ValidationRule.EnterField));
        InlineFragment = Overriding(rules, nameof(ValidationRule.EnterInlineFragment));
        Spread = Overriding(rules, nameof(ValidationRule.EnterSpread));
        Directives = Overriding(rules, nameof(ValidationRule.EnterDirectives));
        Directive = Overriding(rules, nameof(ValidationRule.EnterDirective));
        Arguments = Overriding(rules, nameof(ValidationRule.EnterArguments));
        Value = Overriding(rules, nameof(ValidationRule.EnterValue));
        ObjectValue = Overriding(rules, nameof(ValidationRule.EnterObjectValue));
        Document = Overriding(rules, nameof(ValidationRule.LeaveDocument));
    }

    public ValidationRule[] Operation { get; }
    public ValidationRule[] Variable { get; }
    public ValidationRule[] Fragment { get; }
    public ValidationRule[] Field { get; }
    public ValidationRule[] InlineFragment { get; }
    public ValidationRule[] Spread { get; }
    public ValidationRule[] Directives { get; }
    public ValidationRule[] Directive { get; }
    public ValidationRule[] Arguments { get; }
    public ValidationRule[] Value { get; }
    public ValidationRule[] ObjectValue { get; }
    public ValidationRule[] Document { get; }

    private static ValidationRule[] Overriding(IReadOnlyList<ValidationRule> rules, string method) =>
        [.. rules.Where(rule => rule.GetType().GetMethod(method)!.DeclaringType != typeof(ValidationRule))];
}
