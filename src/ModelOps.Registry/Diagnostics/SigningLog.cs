using Microsoft.Extensions.Logging;
using ModelOps.Registry.Audit;
using ModelOps.Registry.Signing;

namespace ModelOps.Registry.Diagnostics;

/// <summary>Events 3050 to 3059.</summary>
internal static partial class SigningLog
{
    [LoggerMessage(EventId = 3050, EventName = "VersionSigned", Level = LogLevel.Information,
        Message = "Signed {Model} {Version} with key {Key}.")]
    public static partial void VersionSigned(this ILogger logger, string model, SemanticVersion version, string key);

    [LoggerMessage(EventId = 3051, EventName = "VersionRefused", Level = LogLevel.Error,
        Message = "Refused {Model} {Version}: it is not signed as its rule asks, {Failure}.")]
    public static partial void VersionRefused(this ILogger logger, string model, SemanticVersion version, ModelSigningFailure failure);

    [LoggerMessage(EventId = 3052, EventName = "CheckpointSigned", Level = LogLevel.Information,
        Message = "Signed a checkpoint of {Origin} at event {Sequence}.")]
    public static partial void CheckpointSigned(this ILogger logger, string origin, long sequence);

    [LoggerMessage(EventId = 3053, EventName = "CheckpointRefused", Level = LogLevel.Critical,
        Message = "No checkpoint was signed, {Failure}: {Problem}")]
    public static partial void CheckpointRefused(this ILogger logger, CheckpointFailure failure, string problem);

    [LoggerMessage(EventId = 3054, EventName = "CheckpointFailed", Level = LogLevel.Error,
        Message = "A checkpoint could not be signed or kept; trying again within {Interval}.")]
    public static partial void CheckpointFailed(this ILogger logger, TimeSpan interval, Exception exception);
}
