namespace ModelOps.Drift.Quality;

/// <summary>A file about data cannot be used: damaged, of another format, or beyond the limits. Nothing of it is loaded.</summary>
/// <param name="what">What the file should be, e.g. <c>data schema</c>.</param>
/// <param name="path">Where in the JSON, e.g. <c>$.features[3].name</c>.</param>
/// <param name="problem">What is wrong, as a clause.</param>
/// <param name="innerException">The cause, if any.</param>
public sealed class DataFormatException(string what, string path, string problem, Exception? innerException = null) : ModelOpsException(
    ModelOpsErrorKind.DataLoss,
    ErrorCode,
    $"The {what} cannot be read at {path}: {problem}. Write the file again with the tool that made it, or correct it there.",
    innerException)
{
    /// <summary>The stable code of this error.</summary>
    public const string ErrorCode = "DATA_FORMAT_INVALID";

    /// <summary>Where in the JSON.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong, as a clause.</summary>
    public string Problem { get; } = problem;
}
