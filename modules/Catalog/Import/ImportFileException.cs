namespace GraphQLPlugins.Catalog.Import;

/// <summary>The file as a whole cannot be imported. Thrown before anything is written.</summary>
public class ImportFileException(string message) : Exception(message);

/// <summary>The file ends before its content does.</summary>
public sealed class ImportFileTruncatedException(string message) : ImportFileException(message);

/// <summary>The file is of no known format, or not of the one that was named.</summary>
public sealed class ImportFormatException(string message) : ImportFileException(message);
