using Microsoft.Extensions.Logging;

namespace ModelOps.Diagnostics;

/// <summary>Events 1000 to 1099.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1000, EventName = "PredictorChecked", Level = LogLevel.Debug,
        Message = "The types of the predictor of '{Model}' fit its signature.")]
    public static partial void PredictorChecked(this ILogger logger, string model);

    [LoggerMessage(EventId = 1001, EventName = "PredictorMismatch", Level = LogLevel.Critical,
        Message = "The types of the predictor of '{Model}' do not fit its signature.")]
    public static partial void PredictorMismatch(this ILogger logger, string model, Exception exception);

    [LoggerMessage(EventId = 1002, EventName = "PredictorUnchecked", Level = LogLevel.Warning,
        Message = "Model '{Model}' did not answer within {ReadyTimeout}, so its predictor is compared with it by the first call instead.")]
    public static partial void PredictorUnchecked(this ILogger logger, string model, TimeSpan readyTimeout);
}
