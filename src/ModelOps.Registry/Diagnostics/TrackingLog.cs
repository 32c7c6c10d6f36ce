using Microsoft.Extensions.Logging;

namespace ModelOps.Registry.Diagnostics;

/// <summary>Events 3030 to 3039.</summary>
internal static partial class TrackingLog
{
    [LoggerMessage(EventId = 3032, EventName = "ArtifactLeftoversRemoved", Level = LogLevel.Information,
        Message = "Removed {Count} unfinished uploads of artifacts that nobody went on with.")]
    public static partial void ArtifactLeftoversRemoved(this ILogger logger, int count);

    [LoggerMessage(EventId = 3033, EventName = "TrackingOpened", Level = LogLevel.Debug,
        Message = "Opened the tracking store, schema version {SchemaVersion}.")]
    public static partial void TrackingOpened(this ILogger logger, long schemaVersion);
}
