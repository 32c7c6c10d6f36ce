using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using ModelOps.OpenInference.Wire;
using ModelOps.Serving.AspNetCore.Diagnostics;

namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>Turns what a handler throws into an answer, so that no failure of one request reaches the server or tells the caller its insides.</summary>
internal sealed class ErrorBoundary(ILogger logger, EndpointMetrics metrics)
{
    public RequestDelegate Around(RequestDelegate handler) => async context =>
    {
        try
        {
            await handler(context).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await AnswerAsync(context, exception).ConfigureAwait(false);
        }
    };

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        bool callerLeft = context.RequestAborted.IsCancellationRequested;
        if (exception is ConnectionResetException || (callerLeft && exception is (OperationCanceledException or IOException or BadHttpRequestException)))
        {
            logger.CallerLeft();
            metrics.Aborted();
            if (!context.Response.HasStarted) { context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest; }
            return;
        }

        if (context.Response.HasStarted)
        {
            logger.AnswerCutShort(exception);
            context.Abort();
            return;
        }

        ErrorAnswer answer = ErrorAnswer.For(exception);
        if (answer.Status == StatusCodes.Status500InternalServerError) { logger.EndpointFailed(exception, answer.Status, answer.Code); }
        else { logger.RequestRefused(answer.Status, answer.Code, answer.Message); }
        if (callerLeft) { return; }
        await WriteAsync(context.Response, answer, context.RequestAborted).ConfigureAwait(false);
    }

    private static Task WriteAsync(HttpResponse response, ErrorAnswer answer, CancellationToken cancellationToken)
    {
        long? seconds = answer.RetryAfter is { } wait ? Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)) : null;
        response.StatusCode = answer.Status;
        response.ContentLength = null;
        response.Headers.ContentEncoding = StringValues.Empty;
        response.Headers.Remove(WireFormat.JsonLengthHeader);
        response.Headers.RetryAfter = seconds?.ToString(CultureInfo.InvariantCulture);
        return JsonAnswer.WriteAsync(
            response,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("error"u8, answer.Message);
                writer.WriteString("code"u8, answer.Code);
                WriteIfAny(writer, "model"u8, answer.Model);
                WriteIfAny(writer, "input"u8, answer.Tensor);
                WriteIfAny(writer, "expected"u8, answer.Expected);
                WriteIfAny(writer, "actual"u8, answer.Actual);
                WriteViolations(writer, answer.Violations);
                if (seconds is { } whole) { writer.WriteNumber("retry_after"u8, whole); }
                writer.WriteEndObject();
            },
            cancellationToken);
    }

    private static void WriteViolations(Utf8JsonWriter writer, IReadOnlyList<InputRuleViolation> violations)
    {
        if (violations.Count == 0) { return; }
        writer.WriteStartArray("errors"u8);
        foreach (InputRuleViolation violation in violations)
        {
            writer.WriteStartObject();
            WriteIfAny(writer, "input"u8, violation.Input);
            if (violation.Row is { } row) { writer.WriteNumber("row"u8, row); }
            if (violation.Column is { } column) { writer.WriteNumber("column"u8, column); }
            writer.WriteString("rule"u8, violation.Rule);
            writer.WriteString("expected"u8, violation.Expected);
            WriteIfAny(writer, "actual"u8, violation.Actual);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteIfAny(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null) { writer.WriteString(name, value); }
    }
}
