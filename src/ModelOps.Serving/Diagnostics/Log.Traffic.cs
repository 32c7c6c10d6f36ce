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

    [LoggerMessage(EventId = 2032, EventName = "Audited", Level = LogLevel.Information,
        Message = "Audit: {Kind} of model '{Model}': {Reason}. {Evidence}")]
    public static partial void Audited(this ILogger logger, string kind, string? model, string? reason, string evidence);

    [LoggerMessage(EventId = 2033, EventName = "RolloutRolledBack", Level = LogLevel.Warning,
        Message = "The rollout of model '{Model}' version {Version} was rolled back: {Reason}. The champion answers all calls.")]
    public static partial void RolloutRolledBack(this ILogger logger, string model, string version, string reason);

    [LoggerMessage(EventId = 2034, EventName = "RolloutNotEvaluated", Level = LogLevel.Error,
        Message = "The rollout of model '{Model}' could not be looked at or carried on; it stays where it is and is tried again.")]
    public static partial void RolloutNotEvaluated(this ILogger logger, string model, Exception exception);

    [LoggerMessage(EventId = 2035, EventName = "AuditFailed", Level = LogLevel.Error,
        Message = "The decision {Kind} of model '{Model}' was carried out, but could not be written to every audit sink.")]
    public static partial void AuditFailed(this ILogger logger, string kind, string model, Exception exception);

    [LoggerMessage(EventId = 2036, EventName = "RolloutNotSaved", Level = LogLevel.Error,
        Message = "The state of the rollout of model '{Model}' could not be written; it goes on, but would be lost with the process.")]
    public static partial void RolloutNotSaved(this ILogger logger, string model, Exception exception);

    [LoggerMessage(EventId = 2037, EventName = "RolloutNotRead", Level = LogLevel.Error,
        Message = "The state of a rollout of model '{Model}' cannot be read; the model is served as if there were none. Mend the file or start the rollout anew.")]
    public static partial void RolloutNotRead(this ILogger logger, string model, Exception exception);

    [LoggerMessage(EventId = 2038, EventName = "RolloutContinued", Level = LogLevel.Information,
        Message = "The rollout of model '{Model}' goes on where the process before left it: {State}, {Weight} % of the calls to the canary.")]
    public static partial void RolloutContinued(this ILogger logger, string model, RolloutState state, int weight);

    [LoggerMessage(EventId = 2039, EventName = "ShadowFailed", Level = LogLevel.Warning,
        Message = "The shadow '{Reference}' failed to answer a copy of a call; callers are not affected. Further failures are counted, not logged.")]
    public static partial void ShadowFailed(this ILogger logger, string reference, Exception exception);
}
