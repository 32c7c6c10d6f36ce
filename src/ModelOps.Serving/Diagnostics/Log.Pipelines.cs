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
}
