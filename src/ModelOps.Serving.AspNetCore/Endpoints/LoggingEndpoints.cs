using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ModelOps.Serving.AspNetCore.Diagnostics;
using ModelOps.Serving.AspNetCore.Wire;

namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>The logging extension over the levels of .NET, where a level takes in all that are more severe.</summary>
internal sealed class LoggingEndpoints(LogLevelSource source, ILogger logger, RequestBodies bodies)
{
    public Task GetAsync(HttpContext context) => JsonAnswer.WriteAsync(context.Response, Write, context.RequestAborted);

    public async Task PostAsync(HttpContext context)
    {
        LogLevel now = Current();
        LogLevel wanted = await bodies.ReadAsync(context, json => LoggingRequestReader.Read(json, now)).ConfigureAwait(false);
        if (wanted > now) { logger.LogLevelChanged(wanted); } // while it is still heard
        if (wanted != now) { source.Set(wanted); }
        if (wanted < now) { logger.LogLevelChanged(wanted); }
        await GetAsync(context).ConfigureAwait(false);
    }

    private LogLevel Current()
    {
        for (LogLevel level = LogLevel.Trace; level < LogLevel.None; level++)
        {
            if (logger.IsEnabled(level)) { return level; }
        }

        return LogLevel.None;
    }

    private void Write(Utf8JsonWriter writer)
    {
        LogLevel level = Current();
        writer.WriteStartObject();
        writer.WriteString("log_file"u8, ""u8);
        writer.WriteBoolean("log_info"u8, level <= LogLevel.Information);
        writer.WriteBoolean("log_warning"u8, level <= LogLevel.Warning);
        writer.WriteBoolean("log_error"u8, level <= LogLevel.Critical);
        writer.WriteNumber("log_verbose_level"u8, Math.Max(0, LogLevel.Information - level));
        writer.WriteString("log_format"u8, "default"u8);
        writer.WriteEndObject();
    }
}
