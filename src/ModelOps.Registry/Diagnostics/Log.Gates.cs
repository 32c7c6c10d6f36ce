using Microsoft.Extensions.Logging;

namespace ModelOps.Registry.Diagnostics;

/// <summary>Events 3090 to 3099.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 3090, EventName = "PromotionAllowed", Level = LogLevel.Information,
        Message = "Number {Number} of {Model} became '{Alias}' through {Gates} gate(s).")]
    public static partial void PromotionAllowed(this ILogger logger, string model, long number, string alias, int gates);

    [LoggerMessage(EventId = 3091, EventName = "PromotionRefused", Level = LogLevel.Warning,
        Message = "Number {Number} of {Model} may not become '{Alias}': {Codes}.")]
    public static partial void PromotionRefused(this ILogger logger, string model, long number, string alias, string codes);

    [LoggerMessage(EventId = 3092, EventName = "GateFailed", Level = LogLevel.Error,
        Message = "Gate '{Gate}' failed for number {Number} of {Model}, and so refuses.")]
    public static partial void GateFailed(this ILogger logger, string gate, string model, long number, Exception exception);

    [LoggerMessage(EventId = 3093, EventName = "VersionApproved", Level = LogLevel.Information,
        Message = "{Approver} approved number {Number} of {Model}.")]
    public static partial void VersionApproved(this ILogger logger, string model, long number, string approver);
}
