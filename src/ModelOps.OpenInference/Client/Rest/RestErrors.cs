using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using ModelOps.OpenInference.Wire;

namespace ModelOps.OpenInference.Client.Rest;

/// <summary>The one mapping of HTTP failures to errors.</summary>
internal static class RestErrors
{
    private const int MaxBodyBytes = 16 << 10;
    private const int MaxMessage = 1000;

    /// <summary>The error for an answer that is not a success.</summary>
    public static async ValueTask<Exception> ReadAsync(string server, HttpResponseMessage response, ModelReference model, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using PooledBuffer body = new();
        Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            while (body.Written.Length < MaxBodyBytes)
            {
                int read = await stream.ReadAsync(body.GetMemory(1024), cancellationToken).ConfigureAwait(false);
                if (read == 0) { break; }
                body.Advance(read);
            }
        }

        int status = (int)response.StatusCode;
        ServerRefusal refusal = Parse(server, status, body.Written.Span);
        return Map(refusal with { RetryAfter = RetryAfter(response.Headers.RetryAfter, now) }, model);
    }

    /// <summary>The error for a call that got no answer.</summary>
    public static ServerUnreachableException NoAnswer(string server, Exception cause)
    {
        HttpRequestError error = cause switch
        {
            HttpRequestException request => request.HttpRequestError,
            HttpIOException io => io.HttpRequestError,
            SocketException => HttpRequestError.ConnectionError,
            _ => HttpRequestError.Unknown,
        };
        return error switch
        {
            HttpRequestError.NameResolutionError => new ServerUnreachableException(server, "its name is not known", mayHaveRun: false, cause),
            HttpRequestError.ConnectionError => new ServerUnreachableException(server, "no connection could be made", mayHaveRun: false, cause),
            HttpRequestError.SecureConnectionError => new ServerUnreachableException(server, "no secure connection could be made", mayHaveRun: false, cause),
            _ => new ServerUnreachableException(server, "the connection was cut", mayHaveRun: true, cause),
        };
    }

    private static Exception Map(ServerRefusal refusal, ModelReference model) => refusal.ByCode(model) ?? (HttpStatusCode)refusal.Status switch
    {
        // Triton answers 400 where others answer 404 and 503; its words are all there is to tell by.
        HttpStatusCode.BadRequest when Says(refusal, "unknown model") && !Says(refusal, "no available versions") => ServerRefusal.NotFound(model),
        HttpStatusCode.BadRequest when Says(refusal, "not ready") || Says(refusal, "no available versions") => refusal.NotReady(model),
        HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType => refusal.Invalid(model),
        HttpStatusCode.NotFound when refusal.Code is null => ServerRefusal.NotFound(model),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => refusal.Unusable("It refuses this caller: give the client the token or headers that the server asks for."),
        HttpStatusCode.TooManyRequests => refusal.Quota(),
        HttpStatusCode.ServiceUnavailable => refusal.Overloaded(model),
        HttpStatusCode.BadGateway => new ServerUnreachableException(refusal.Server, "a proxy before it answered 502", mayHaveRun: true),
        HttpStatusCode.GatewayTimeout => new DeadlineExceededException(model.ToString(), "at a proxy before the server"),
        _ => refusal.Unusable("The server's log says why."),
    };

    private static bool Says(ServerRefusal refusal, string words) => refusal.Message?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        if (header?.Delta is { } delta) { return delta; }
        return header?.Date is { } date ? TimeSpan.FromTicks(Math.Max(0, (date - now).Ticks)) : null;
    }

    private static ServerRefusal Parse(string server, int status, ReadOnlySpan<byte> body)
    {
        ServerRefusal refusal = new(server, status, null, null);
        try
        {
            Utf8JsonReader reader = WireJson.ReadObject(body);
            while (WireJson.NextMember(ref reader))
            {
                string name = reader.GetString()!;
                if (!reader.Read() || reader.TokenType != JsonTokenType.String) { reader.Skip(); continue; }
                string text = reader.GetString()!;
                text = text.Length > MaxMessage ? string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, MaxMessage)}…") : text;
                refusal = name switch
                {
                    "error" => refusal with { Message = text },
                    "code" => refusal with { Code = text },
                    "input" => refusal with { Tensor = text },
                    "expected" => refusal with { Expected = text },
                    "actual" => refusal with { Actual = text },
                    _ => refusal,
                };
            }
        }
        catch (Exception unreadable) when (WireErrors.IsUnreadable(unreadable) || unreadable is InvalidInferenceRequestException)
        {
            // A proxy's page, or nothing: the status is all there is.
        }

        return refusal;
    }
}
