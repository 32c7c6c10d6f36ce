using Microsoft.Extensions.Logging;

namespace ModelOps.Registry.Diagnostics;

/// <summary>Events 3040 to 3049.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 3040, EventName = "MlflowCallRetried", Level = LogLevel.Warning,
        Message = "The MLflow server did not answer ({Error}); trying again in {Delay}, retry {Attempt}.")]
    public static partial void MlflowCallRetried(this ILogger logger, TimeSpan delay, int attempt, string error);

    [LoggerMessage(EventId = 3041, EventName = "MlflowDownloadResumed", Level = LogLevel.Information,
        Message = "Resuming the download of '{Artifact}' at byte {Offset}.")]
    public static partial void MlflowDownloadResumed(this ILogger logger, string artifact, long offset);

    [LoggerMessage(EventId = 3042, EventName = "MlflowMultipartNotTaken", Level = LogLevel.Information,
        Message = "Sending '{Artifact}' to the MLflow server as a whole, not in parts.")]
    public static partial void MlflowMultipartNotTaken(this ILogger logger, string artifact);

    [LoggerMessage(EventId = 3043, EventName = "MlflowMultipartGivenUp", Level = LogLevel.Warning,
        Message = "The upload of '{Artifact}' in parts failed ({Error}).")]
    public static partial void MlflowMultipartGivenUp(this ILogger logger, string artifact, string error);

    [LoggerMessage(EventId = 3044, EventName = "MlflowVersionTrusted", Level = LogLevel.Information,
        Message = "Fetched {Model} number {Number} for the first time; from now on its files must be {Digest}.")]
    public static partial void MlflowVersionTrusted(this ILogger logger, string model, long number, string digest);

    [LoggerMessage(EventId = 3045, EventName = "MlflowAliasNoteNotWritten", Level = LogLevel.Warning,
        Message = "Moved {Model}@{Alias}, but the tag with its revision could not be written ({Error}); its next move may be given the same revision.")]
    public static partial void MlflowAliasNoteNotWritten(this ILogger logger, string model, string alias, string error);

    [LoggerMessage(EventId = 3046, EventName = "MlflowWatchLost", Level = LogLevel.Warning,
        Message = "The MLflow server cannot be watched ({Error}); asking again every {Interval}.")]
    public static partial void MlflowWatchLost(this ILogger logger, string error, TimeSpan interval);

    [LoggerMessage(EventId = 3047, EventName = "MlflowWatchBack", Level = LogLevel.Information,
        Message = "The MLflow server can be watched again.")]
    public static partial void MlflowWatchBack(this ILogger logger);

    [LoggerMessage(EventId = 3048, EventName = "MlflowModelLeftOut", Level = LogLevel.Warning,
        Message = "Left out a registered model of the MLflow server, because its name is not one that references may have: '{Model}'.")]
    public static partial void MlflowModelLeftOut(this ILogger logger, string model);

    [LoggerMessage(EventId = 3049, EventName = "MlflowModelFileUnreadable", Level = LogLevel.Warning,
        Message = "The MLmodel file of {Model} number {Number} cannot be read, so its format is taken from its files ({Error}).")]
    public static partial void MlflowModelFileUnreadable(this ILogger logger, string model, long number, string error);
}
