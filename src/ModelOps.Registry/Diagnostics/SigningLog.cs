using Microsoft.Extensions.Logging;
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
}
