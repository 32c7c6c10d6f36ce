namespace ModelOps;

/// <summary>An experiment or run is in a stage that forbids what was asked.</summary>
/// <param name="id">Identifier of the experiment or run.</param>
/// <param name="what">What it is, what was expected, and what mends it.</param>
public sealed class TrackingStateException(string id, string what) : ModelOpsException(
    ModelOpsErrorKind.FailedPrecondition, TrackingErrorCodes.TrackingState, what)
{
    /// <summary>Identifier of the experiment or run.</summary>
    public string Id { get; } = id;
}
