using Microsoft.Extensions.Logging;

namespace ModelOps.Registry.Diagnostics;

/// <summary>Events 3075 to 3079.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 3075, EventName = "WandbRunExported", Level = LogLevel.Information,
        Message = "Exported run {Run} to Weights & Biases: {Sent} lines sent, {Lines} in all, {LeftOut} points left out.")]
    public static partial void WandbRunExported(this ILogger logger, string run, long sent, long lines, long leftOut);

    [LoggerMessage(EventId = 3076, EventName = "WandbVersionExported", Level = LogLevel.Information,
        Message = "Exported {Model} {Version} to Weights & Biases as {Digest}: {Bytes} bytes sent.")]
    public static partial void WandbVersionExported(this ILogger logger, string model, SemanticVersion version, string digest, long bytes);

    [LoggerMessage(EventId = 3077, EventName = "WandbUploadRetried", Level = LogLevel.Warning,
        Message = "An upload for Weights & Biases got no answer (status {Status}); try {Attempt} follows.")]
    public static partial void WandbUploadRetried(this ILogger logger, int attempt, int? status);
}
