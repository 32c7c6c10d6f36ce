using Microsoft.Extensions.Logging;

namespace ModelOps.Serving.Diagnostics;

/// <summary>Events 2030 to 2039.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 2030, EventName = "TrafficReloaded", Level = LogLevel.Information,
        Message = "The configuration changed: {Changed} traffic policies were set or removed, {Policies} are configured now.")]
    public static partial void TrafficReloaded(this ILogger logger, int changed, int policies);

    [LoggerMessage(EventId = 2031, EventName = "TrafficReloadRefused", Level = LogLevel.Error,
        Message = "The changed traffic policies are not valid; those in force stay. {Errors}")]
    public static partial void TrafficReloadRefused(this ILogger logger, string errors);
}
