using Microsoft.Extensions.Logging;

namespace ModelOps.Serving.Diagnostics;

/// <summary>Events 2073 to 2079.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 2073, EventName = "PipelineReady", Level = LogLevel.Information,
        Message = "Pipeline '{Pipeline}' answers: {Signature}.")]
    public static partial void PipelineReady(this ILogger logger, string pipeline, string signature);

    [LoggerMessage(EventId = 2074, EventName = "PipelineMismatch", Level = LogLevel.Error,
        Message = "The steps of pipeline '{Pipeline}' do not fit together, so calls of it fail.")]
    public static partial void PipelineMismatch(this ILogger logger, string pipeline, Exception exception);

    [LoggerMessage(EventId = 2075, EventName = "InputRuleBroken", Level = LogLevel.Warning,
        Message = "A request breaks the rule '{Rule}' of model '{Model}': input '{Input}' is expected to be {Expected}. It is answered all the same.")]
    public static partial void InputRuleBroken(this ILogger logger, string model, string rule, string? input, string expected);

    [LoggerMessage(EventId = 2076, EventName = "InputRulesReloaded", Level = LogLevel.Information,
        Message = "The configuration changed: input rules of {Models} models are in force.")]
    public static partial void InputRulesReloaded(this ILogger logger, int models);

    [LoggerMessage(EventId = 2077, EventName = "InputRulesReloadRefused", Level = LogLevel.Error,
        Message = "The configuration changed, but its input rules are wrong, so those before stay in force: {Errors}")]
    public static partial void InputRulesReloadRefused(this ILogger logger, string errors);
}
