using Microsoft.Extensions.Logging;

namespace ModelOps.Registry.Diagnostics;

/// <summary>Events 3020 to 3029.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 3023, EventName = "WebhookGivenUp", Level = LogLevel.Error,
        Message = "Webhook {Webhook} did not take event {Sequence} in {Attempts} attempt(s): {Outcome}. It is a dead letter; replay from the event before it once the receiver is well.")]
    public static partial void WebhookGivenUp(this ILogger logger, string webhook, long sequence, int attempts, string outcome);

    [LoggerMessage(EventId = 3024, EventName = "WebhookStuck", Level = LogLevel.Error, Message = "Webhook {Webhook} cannot be served; tried again in {Delay}.")]
    public static partial void WebhookStuck(this ILogger logger, string webhook, TimeSpan delay, Exception error);

    [LoggerMessage(EventId = 3025, EventName = "WebhooksNotRead", Level = LogLevel.Error, Message = "Events or webhooks could not be read; tried again in {Delay}.")]
    public static partial void WebhooksNotRead(this ILogger logger, TimeSpan delay, Exception error);
}
