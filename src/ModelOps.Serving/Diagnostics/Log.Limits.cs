using Microsoft.Extensions.Logging;

namespace ModelOps.Serving.Diagnostics;

// Events 2050 to 2059: limits.
/// <summary>Events 2050 to 2059.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 2050, EventName = "LimitsReloadRefused", Level = LogLevel.Error,
        Message = "The changed limits are not valid, so those before stay in force: {Errors}")]
    public static partial void LimitsReloadRefused(this ILogger logger, string errors);

    [LoggerMessage(EventId = 2051, EventName = "LimitsReloaded", Level = LogLevel.Information, Message = "The limits have changed: {Rules} rules are in force.")]
    public static partial void LimitsReloaded(this ILogger logger, int rules);

    [LoggerMessage(EventId = 2052, EventName = "LimiterFails", Level = LogLevel.Warning,
        Message = "The store of shared limits fails ({ErrorType}). It is left alone for {Pause}, then tried again; meanwhile each rule does what its WhenUnavailable says.")]
    public static partial void LimiterFails(this ILogger logger, TimeSpan pause, string errorType);

    [LoggerMessage(EventId = 2053, EventName = "LimiterBack", Level = LogLevel.Information, Message = "The store of shared limits answers again.")]
    public static partial void LimiterBack(this ILogger logger);

    [LoggerMessage(EventId = 2054, EventName = "LimiterMissing", Level = LogLevel.Warning,
        Message = "A rule in ModelOps:Serving:Limits is shared, but the host has no IDistributedLimiter. Add one, e.g. with AddRedis(). This host counts on its own.")]
    public static partial void LimiterMissing(this ILogger logger);
}
