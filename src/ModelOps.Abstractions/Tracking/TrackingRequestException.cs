namespace ModelOps;

/// <summary>What was asked of a tracking store is not valid: beyond a limit, a filter on an unknown field, a page token of another query.</summary>
/// <param name="what">All that is wrong, what was expected, and what mends it.</param>
public sealed class TrackingRequestException(string what) : ModelOpsException(
    ModelOpsErrorKind.InvalidArgument, TrackingErrorCodes.InvalidTrackingRequest, what);
