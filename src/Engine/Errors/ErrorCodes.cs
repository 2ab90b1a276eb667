namespace GraphQLPlugins.Engine;

/// <summary>Codes in <c>extensions.code</c>; clients branch on them. Same values as HotChocolate 15's.</summary>
public static class ErrorCodes
{
    public const string NotAuthorized = "AUTH_NOT_AUTHORIZED";
    public const string NotAuthenticated = "AUTH_NOT_AUTHENTICATED";
    public const string InvalidRuntimeValue = "HC0001";
    public const string InvalidLiteral = "HC0002";
    public const string TaskProcessingError = "HC0008";
    public const string InvalidRequest = "HC0009";
    public const string MaxRequestSize = "HC0010";
    public const string SyntaxErrorInBody = "HC0011";
    public const string UnexpectedRequestParserError = "HC0012";
    public const string QueryAndIdMissing = "HC0013";
    public const string SyntaxError = "HC0014";
    public const string QueryNotFound = "HC0015";
    public const string InvalidVariable = "HC0016";
    public const string VariableNotInputType = "HC0017";
    public const string NonNullViolation = "HC0018";
    public const string PersistedOperationNotFound = "HC0020";
    public const string ListNotSupported = "HC0021";
    public const string MoreThanOneElement = "HC0022";
    public const string FilterNullNotAllowed = "HC0026";
    public const string Timeout = "HC0045";
    public const string IntrospectionNotAllowed = "HC0046";
    public const string CostExceeded = "HC0047";
    public const string OperationCancelled = "HC0049";
    public const string MiddlewareOrderInvalid = "HC0050";
    public const string MaxPageSizeExceeded = "HC0051";
    public const string PagingBoundariesRequired = "HC0052";
    public const string CannotCastParent = "HC0053";
    public const string OneOfNoField = "HC0054";
    public const string OneOfMoreThanOne = "HC0055";
    public const string OneOfNull = "HC0056";
    public const string OneOfMustBeNonNull = "HC0057";
    public const string DuplicateTypeName = "HC0065";
    public const string DuplicateMutationErrorType = "HC0066";
    public const string PersistedOperationsOnly = "HC0067";
    public const string NodeResolverMissing = "HC0068";
    public const string MutationPayloadMustBeObject = "HC0069";
    public const string TooManyNodes = "HC0076";
    public const string InvalidCursor = "HC0078";
    public const string NegativePageSize = "HC0079";
    public const string ExactlyOneSlicingArgument = "HC0082";
    public const string IntrospectionDepthExceeded = "HC0086";
    public const string CycleDepthExceeded = "HC0087";
    public const string InvalidLeafValue = "EXEC_INVALID_LEAF_VALUE";
    public const string UnableToResolveAbstractType = "EXEC_UNABLE_TO_RESOLVE_ABSTRACT_TYPE";
    public const string ListTypeNotSupported = "EXEC_LIST_TYPE_NOT_SUPPORTED";
}
