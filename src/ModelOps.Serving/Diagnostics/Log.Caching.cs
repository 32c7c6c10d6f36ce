using Microsoft.Extensions.Logging;

namespace ModelOps.Serving.Diagnostics;

// Events 2040 to 2049: the response cache.
/// <summary>Events 2040 to 2049.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 2040, EventName = "CacheSwitchedOff", Level = LogLevel.Information,
        Message = "The cache of model '{Model}' version {Version} costs more time than it saves; it is off for {Pause}, then tried again.")]
    public static partial void CacheSwitchedOff(this ILogger logger, string model, string version, TimeSpan pause);

    [LoggerMessage(EventId = 2041, EventName = "ModelNotCached", Level = LogLevel.Warning,
        Message = "Model '{Model}' version {Version} is set to be cached but draws random numbers ({Operator}). It is not cached; remove it from ModelOps:Serving:Cache:Models.")]
    public static partial void ModelNotCached(this ILogger logger, string model, string version, string @operator);

    [LoggerMessage(EventId = 2042, EventName = "CacheExaminationFailed", Level = LogLevel.Warning,
        Message = "The files of model '{Model}' version {Version} could not be read to learn whether its answers may be cached. They are not.")]
    public static partial void CacheExaminationFailed(this ILogger logger, string model, string version, Exception exception);

    [LoggerMessage(EventId = 2043, EventName = "SharedCacheFails", Level = LogLevel.Warning,
        Message = "The shared tier of the response cache fails ({ErrorType}). It is left alone for {Pause}, then tried again; answers come from the memory of this host and from the models.")]
    public static partial void SharedCacheFails(this ILogger logger, TimeSpan pause, string errorType);

    [LoggerMessage(EventId = 2044, EventName = "SharedCacheBack", Level = LogLevel.Information,
        Message = "The shared tier of the response cache answers again.")]
    public static partial void SharedCacheBack(this ILogger logger);

    [LoggerMessage(EventId = 2045, EventName = "SharedAnswerDamaged", Level = LogLevel.Warning,
        Message = "An answer of model '{Model}' in the shared tier of the response cache is damaged, made up, or sealed with another secret. The model answers instead. "
            + "Give all hosts the same ModelOps:Serving:Cache:Shared:Secret, and see who else can write to the store.")]
    public static partial void SharedAnswerDamaged(this ILogger logger, string model);

    [LoggerMessage(EventId = 2046, EventName = "SharedCacheMissing", Level = LogLevel.Warning,
        Message = "ModelOps:Serving:Cache:Shared is enabled, but the host has no IDistributedCache. Add one, e.g. with AddRedis(). Answers are kept in the memory of this host.")]
    public static partial void SharedCacheMissing(this ILogger logger);
}
