using System.Text.Json;
using Microsoft.Extensions.Logging;
using ModelOps.OpenInference.Wire;

namespace ModelOps.Serving.AspNetCore.Wire;

/// <summary>Reads a change of the logging extension's settings as a level of .NET.</summary>
/// <remarks>Source: Triton's logging extension: <c>log_verbose_level</c> 1 is debug, 2 and more trace. Where logs go is the host's business.</remarks>
internal static class LoggingRequestReader
{
    public static LogLevel Read(ReadOnlySpan<byte> json, LogLevel now)
    {
        bool info = now <= LogLevel.Information;
        bool warning = now <= LogLevel.Warning;
        bool error = now <= LogLevel.Critical;
        int verbose = Math.Max(0, LogLevel.Information - now);
        Utf8JsonReader reader = WireJson.ReadObject(json.IsEmpty ? "{}"u8 : json);
        while (WireJson.NextMember(ref reader))
        {
            string name = reader.ValueSpan.Length <= WireJson.MaxTextBytes ? reader.GetString()! : string.Empty;
            reader.Read();
            switch (name)
            {
                case "log_info": info = WireJson.ToBool(ref reader, name); break;
                case "log_warning": warning = WireJson.ToBool(ref reader, name); break;
                case "log_error": error = WireJson.ToBool(ref reader, name); break;
                case "log_verbose_level":
                    verbose = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int value) && value >= 0
                        ? value
                        : throw WireErrors.Wrong(name, "a whole number, 0 or more");
                    break;
                case "log_file" when reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(""u8): break;
                case "log_format" when reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("default"u8): break;
                default: throw WireErrors.Wrong("the settings", "log_info, log_warning, log_error and log_verbose_level; where logs go and in which format is set where the host is");
            }
        }

        reader.Read();
        if (!info) { verbose = 0; }
        return verbose > 1 ? LogLevel.Trace
            : verbose == 1 ? LogLevel.Debug
            : info ? LogLevel.Information
            : warning ? LogLevel.Warning
            : error ? LogLevel.Error
            : LogLevel.None;
    }
}
