using Microsoft.Extensions.Logging;

namespace ModelOps.Redis.Diagnostics;

/// <summary>Events 2400 to 2499.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 2400, EventName = "RedisLost", Level = LogLevel.Warning,
        Message = "The connection to Redis at {Endpoint} is lost ({FailureType}). It is tried again until it is there; meanwhile answers go on without it.")]
    public static partial void RedisLost(this ILogger logger, string endpoint, string failureType);

    [LoggerMessage(EventId = 2401, EventName = "RedisFound", Level = LogLevel.Information,
        Message = "The connection to Redis at {Endpoint} is there again.")]
    public static partial void RedisFound(this ILogger logger, string endpoint);

    [LoggerMessage(EventId = 2402, EventName = "RedisNotReached", Level = LogLevel.Warning,
        Message = "Redis was not reached at the first attempt. It is tried again until it is there. Should it stay away, check the address, user, password and TLS settings in ModelOps:Redis.")]
    public static partial void RedisNotReached(this ILogger logger);

    [LoggerMessage(EventId = 2403, EventName = "RedisDriftBucketDamaged", Level = LogLevel.Warning,
        Message = "A drift bucket in Redis is left out: {Problem}. Its replica writes it again while the bucket is open; afterwards what it held is lost.")]
    public static partial void DriftBucketDamaged(this ILogger logger, string problem);
}
