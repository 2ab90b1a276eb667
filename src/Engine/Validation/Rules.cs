using GraphQLPlugins.Engine.Validation.Arguments;
using GraphQLPlugins.Engine.Validation.Bounds;
using GraphQLPlugins.Engine.Validation.Directives;
using GraphQLPlugins.Engine.Validation.Documents;
using GraphQLPlugins.Engine.Validation.Fields;
using GraphQLPlugins.Engine.Validation.Fragments;
using GraphQLPlugins.Engine.Validation.Introspection;
using GraphQLPlugins.Engine.Validation.Operations;
using GraphQLPlugins.Engine.Validation.Values;
using GraphQLPlugins.Engine.Validation.Variables;

namespace GraphQLPlugins.Engine.Validation;

/// <summary>Every rule. A new one is a file in the folder of its section and a line here.</summary>
internal static class Rules
{
    public static IReadOnlyList<ValidationRule> All { get; } =
    [
        // What bounds the work of the others.
        new ExecutionDepth(),
        new ExpandedSelections(),
        new Aliases(),
        new FieldCycleDepth(),

        // 4 Introspection
        new IntrospectionAllowed(),
        new IntrospectionDepth(),

        // 5.1 Documents
        new ExecutableDefinitions(),

        // 5.2 Operations
        new OperationTypeExistence(),
        new OperationNameUniqueness(),
        new LoneAnonymousOperation(),
        new SingleRootField(),

        // 5.3 Fields
        new FieldSelections(),
        new LeafFieldSelections(),
        new EmptySelections(),
        new FieldSelectionMerging(),

        // 5.4 Arguments
        new ArgumentNames(),
        new ArgumentUniqueness(),
        new RequiredArguments(),

        // 5.5 Fragments
        new FragmentNameUniqueness(),
        new FragmentSpreadTypeExistence(),
        new FragmentsOnCompositeTypes(),
        new FragmentsMustBeUsed(),
        new FragmentSpreadTargetDefined(),
        new FragmentSpreadsMustNotFormCycles(),
        new FragmentSpreadIsPossible(),

        // 5.6 Values
        new ValuesOfCorrectType(),
        new InputObjectFieldUniqueness(),

        // 5.7 Directives
        new DirectivesAreDefined(),
        new DirectivesAreInValidLocations(),
        new DirectivesAreUniquePerLocation(),
        new DeferStreamLabels(),
        new DeferStreamOnRootFields(),
        new DeferStreamOnValidOperations(),
        new StreamOnListFields(),

        // 5.8 Variables
        new VariableUniqueness(),
        new VariablesAreInputTypes(),
        new AllVariablesUsed(),
        new AllVariableUsesDefined(),
        new VariableUsagesAreAllowed()
    ];
}
