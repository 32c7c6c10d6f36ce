namespace ModelOps;

/// <summary>A parameter was logged with another value before, or twice with different values in one call.</summary>
/// <param name="owner">Run or logged model.</param>
/// <param name="key">Key of the parameter.</param>
public sealed class ParamConflictException(string owner, string key) : ModelOpsException(
    ModelOpsErrorKind.Conflict,
    TrackingErrorCodes.ParamConflict,
    $"Parameter '{key}' of '{owner}' has another value already. Parameters never change: log it under another key, or set a tag.")
{
    /// <summary>Run or logged model.</summary>
    public string Owner { get; } = owner;

    /// <summary>Key of the parameter.</summary>
    public string Key { get; } = key;
}
