using Microsoft.Extensions.Logging;

namespace ModelOps.Serving.Diagnostics;

// Batching: events 2010 to 2019.
/// <summary>Events 2010 to 2019.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 2010, EventName = "BatchingChosen", Level = LogLevel.Information,
        Message = "Calls of model '{Model}' version {Version} {Choice}: {Reason}.")]
    public static partial void BatchingChosen(this ILogger logger, string model, string version, string choice, string reason);

    [LoggerMessage(EventId = 2011, EventName = "GuiltyCallFound", Level = LogLevel.Warning,
        Message = "A run of {Calls} calls of model '{Model}' version {Version} failed; run apart, one of them was found to be the cause and fails alone.")]
    public static partial void GuiltyCallFound(this ILogger logger, string model, string version, int calls);

    [LoggerMessage(EventId = 2012, EventName = "CallsRefused", Level = LogLevel.Warning,
        Message = "Calls of model '{Model}' version {Version} are refused, as they could not be answered in time; {Rows} rows wait. Said at most every 10 s.")]
    public static partial void CallsRefused(this ILogger logger, string model, string version, int rows);

    [LoggerMessage(EventId = 2013, EventName = "RowsNotTold", Level = LogLevel.Warning,
        Message = "Model '{Model}' version {Version} gives outputs without one row for each of the inputs'; its calls run alone from now on. Switch batching off for it.")]
    public static partial void RowsNotTold(this ILogger logger, string model, string version);
}
