using Microsoft.Extensions.Logging;

namespace ModelOps.Registry.PostgreSql.Diagnostics;

/// <summary>Events 3200 to 3299.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 3200, EventName = "PostgreSqlRegistryOpened", Level = LogLevel.Information,
        Message = "Registry in PostgreSQL opened, schema version {SchemaVersion}.")]
    public static partial void RegistryOpened(this ILogger logger, long schemaVersion);

    [LoggerMessage(EventId = 3201, EventName = "DatabaseRetried", Level = LogLevel.Warning,
        Message = "PostgreSQL failed in passing ({FailureType}); trying again in {Delay}.")]
    public static partial void DatabaseRetried(this ILogger logger, string failureType, TimeSpan delay);

    [LoggerMessage(EventId = 3202, EventName = "CommitSettled", Level = LogLevel.Warning,
        Message = "The answer to a commit was lost; PostgreSQL says that it was {Status}.")]
    public static partial void CommitSettled(this ILogger logger, string status);

    [LoggerMessage(EventId = 3203, EventName = "ListenerLost", Level = LogLevel.Warning,
        Message = "The connection that hears of changes is lost ({FailureType}); until it is back, watchers poll.")]
    public static partial void ListenerLost(this ILogger logger, string failureType);

    [LoggerMessage(EventId = 3204, EventName = "ListenerFound", Level = LogLevel.Information,
        Message = "The connection that hears of changes is there again.")]
    public static partial void ListenerFound(this ILogger logger);

    [LoggerMessage(EventId = 3210, EventName = "ConditionalWritesTrusted", Level = LogLevel.Information,
        Message = "The S3 store creates an object at most once when asked to; artifacts are never overwritten.")]
    public static partial void ConditionalWritesTrusted(this ILogger logger);

    [LoggerMessage(EventId = 3211, EventName = "ConditionalWritesNotTrusted", Level = LogLevel.Information,
        Message = "The S3 store's conditional writes cannot be trusted ({Finding}); artifacts are written without them, which is safe: a key's bytes are always the same.")]
    public static partial void ConditionalWritesNotTrusted(this ILogger logger, string finding);

    [LoggerMessage(EventId = 3212, EventName = "ObjectRestored", Level = LogLevel.Warning,
        Message = "Stored artifact {Digest} was damaged; replacing it with the good bytes of a new registration.")]
    public static partial void ObjectRestored(this ILogger logger, string digest);

    [LoggerMessage(EventId = 3213, EventName = "UnfinishedUploadsRemoved", Level = LogLevel.Information,
        Message = "Removed the parts of {Count} upload(s) to the S3 store that were never finished.")]
    public static partial void UnfinishedUploadsRemoved(this ILogger logger, long count);

    [LoggerMessage(EventId = 3214, EventName = "UnfinishedUploadsNotRemoved", Level = LogLevel.Warning,
        Message = "The S3 store did not tell of unfinished uploads ({Status} {Code}), so none was removed. Set a rule of the bucket that ends them.")]
    public static partial void UnfinishedUploadsNotRemoved(this ILogger logger, int status, string code);
}
