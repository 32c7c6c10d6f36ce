using Microsoft.Extensions.Logging;

namespace ModelOps.Registry.Diagnostics;

/// <summary>Events 3070 to 3074.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 3070, EventName = "OciCallRetried", Level = LogLevel.Warning,
        Message = "A call of registry {Registry} got no answer (status {Status}); try {Attempt} follows.")]
    public static partial void OciCallRetried(this ILogger logger, string registry, int attempt, int? status);

    [LoggerMessage(EventId = 3071, EventName = "OciModelPushed", Level = LogLevel.Information,
        Message = "Pushed {Model} {Version} to {Reference} as {Digest}.")]
    public static partial void OciModelPushed(this ILogger logger, string model, SemanticVersion version, Oci.OciReference reference, string digest);

    [LoggerMessage(EventId = 3072, EventName = "OciModelImported", Level = LogLevel.Information,
        Message = "Imported {Reference} ({Digest}) as {Model} {Version}.")]
    public static partial void OciModelImported(this ILogger logger, Oci.OciReference reference, string digest, string model, SemanticVersion version);
}
